// SPDX-License-Identifier: Apache-2.0

/// A disk of a domU: a file with its sectors, 512 bytes each, in their order.
public struct Disk: Sendable, Equatable {
  /// More than Linux 2.6 has numbers for by default: xvda to xvdp.
  public static let most = 16

  /// The file's path.
  public var path: String
  /// Whether the guest can write to it. What it wrote is put into the file when the boot was a
  /// success, and is dropped otherwise.
  public var isReadOnly: Bool

  public init(path: String, isReadOnly: Bool = false) {
    self.path = path
    self.isReadOnly = isReadOnly
  }
}

/// Of the disk of that number, counted from 0.
enum DiskName {
  /// As the guest knows it: `xvda`.
  static func guest(_ number: Int) -> String { "xvd" + letter(number) }

  /// As the dom0, which serves it, knows it: `vda`.
  static func dom0(_ number: Int) -> String { "vd" + letter(number) }

  private static func letter(_ number: Int) -> String {
    String(Unicode.Scalar(UInt8(ascii: "a") + UInt8(number)))
  }
}

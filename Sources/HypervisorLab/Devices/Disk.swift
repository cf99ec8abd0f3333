// SPDX-License-Identifier: Apache-2.0

/// A disk of a domU: a file of 512-byte sectors.
public struct Disk: Sendable, Equatable {
  /// The most disks: xvda to xvdp, which Linux 2.6 has numbers for by default.
  public static let most = 16

  /// The path of the file.
  public var path: String
  /// Whether the guest may only read it. What the guest writes to a writable disk is kept in the
  /// file if the boot succeeds, and dropped otherwise.
  public var isReadOnly: Bool

  public init(path: String, isReadOnly: Bool = false) {
    self.path = path
    self.isReadOnly = isReadOnly
  }
}

/// The device names of a disk by its number, from 0.
enum DiskName {
  /// The name in the guest, such as `xvda`.
  static func guest(_ number: Int) -> String { "xvd" + letter(number) }

  /// The name in the dom0 that serves it, such as `vda`.
  static func dom0(_ number: Int) -> String { "vd" + letter(number) }

  private static func letter(_ number: Int) -> String {
    String(Unicode.Scalar(UInt8(ascii: "a") + UInt8(number)))
  }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A note of a test guest; a size of nil means the right one.
public struct TestNote: Sendable {
  public var name: [UInt8]
  public var nameSize: UInt32?
  public var type: UInt32
  public var descriptor: [UInt8]
  public var descriptorSize: UInt32?

  public init(_ type: UInt32, _ descriptor: [UInt8], name: [UInt8] = Array("Xen\0".utf8)) {
    self.type = type
    self.descriptor = descriptor
    self.name = name
  }

  public init(_ note: XenNote, _ descriptor: [UInt8]) { self.init(note.number, descriptor) }

  public init(_ note: XenNote, _ text: String) { self.init(note, Array(text.utf8) + [0]) }

  /// A number of `size` bytes, little-endian.
  public init(_ note: XenNote, _ value: UInt64, size: Int = 8) {
    self.init(note, TestNote.number(value, size: size))
  }

  public static func number(_ value: UInt64, size: Int) -> [UInt8] {
    (0..<size).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) : 0 }
  }

  /// The notes of a valid PV64 kernel.
  public static let complete = [
    TestNote(.guestOS, "test"), TestNote(.loader, "generic"), TestNote(.xenVersion, "xen-3.0"),
    TestNote(.virtBase, TestGuest.base), TestNote(.paddrOffset, 0),
    TestNote(.entry, TestGuest.base + TestGuest.start), TestNote(.features, "dom0"),
  ]

  /// The bytes of the note in a file, padded to 4 bytes.
  public var encoded: [UInt8] {
    let head = [nameSize ?? UInt32(name.count), descriptorSize ?? UInt32(descriptor.count), type]
    return head.flatMap { TestNote.number(UInt64($0), size: 4) } + padded(name)
      + padded(descriptor)
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + Array(repeating: 0, count: -bytes.count & 3)
  }
}

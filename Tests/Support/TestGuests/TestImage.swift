// SPDX-License-Identifier: Apache-2.0

/// A built guest, and the offsets of its parts in the file.
public struct TestImage: Sendable {
  public var bytes: [UInt8]
  public let header: Range<Int>
  public let segments: Range<Int>
  public let notes: Range<Int>
  public let legacy: Range<Int>
  public let sections: Range<Int>

  public init(
    bytes: [UInt8], header: Range<Int>, segments: Range<Int>, notes: Range<Int>,
    legacy: Range<Int>, sections: Range<Int>
  ) {
    self.bytes = bytes
    self.header = header
    self.segments = segments
    self.notes = notes
    self.legacy = legacy
    self.sections = sections
  }
}

/// Appends fields in the layout of a 32-bit or 64-bit ELF.
struct Emitter {
  let is64: Bool
  private(set) var bytes: [UInt8] = []

  init(is64: Bool) { self.is64 = is64 }

  mutating func put(_ value: UInt64, size: Int) { bytes += TestNote.number(value, size: size) }
  mutating func half(_ value: UInt16) { put(UInt64(value), size: 2) }
  mutating func word(_ value: UInt32) { put(UInt64(value), size: 4) }
  /// Appends an address, offset or size: 8 or 4 bytes.
  mutating func wide(_ value: UInt64) { put(value, size: is64 ? 8 : 4) }
}

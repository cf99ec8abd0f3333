// SPDX-License-Identifier: Apache-2.0

/// A position in a packed stream, with bounds checks.
struct ByteCursor {
  private let bytes: UnsafeRawBufferPointer
  /// The number of bytes taken so far.
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  /// Takes the next `count` bytes; nil if there are fewer.
  mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
    guard count >= 0, count <= bytes.count - position else { return nil }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  private mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> T? {
    take(MemoryLayout<T>.size)?.loadUnaligned(as: T.self)
  }

  mutating func byte() -> UInt8? { integer(UInt8.self) }
  mutating func big16() -> UInt16? { integer(UInt16.self)?.bigEndian }
  mutating func big32() -> UInt32? { integer(UInt32.self)?.bigEndian }
  mutating func little16() -> UInt16? { integer(UInt16.self)?.littleEndian }
  mutating func little32() -> UInt32? { integer(UInt32.self)?.littleEndian }

  /// Skips bytes up to and including the next NUL; false if there is none.
  mutating func skipString() -> Bool {
    while let byte = byte() {
      if byte == 0 { return true }
    }
    return false
  }
}

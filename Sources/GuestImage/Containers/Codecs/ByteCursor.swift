// SPDX-License-Identifier: Apache-2.0

/// A place in a packed stream; nothing is read beyond its end.
struct ByteCursor {
  private let bytes: UnsafeRawBufferPointer
  /// How many bytes were taken.
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  /// The next `count` bytes, or nil when there are fewer.
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

  /// Skips all up to the next NUL, and that; false when there is none.
  mutating func skipString() -> Bool {
    while let byte = byte() {
      if byte == 0 { return true }
    }
    return false
  }
}

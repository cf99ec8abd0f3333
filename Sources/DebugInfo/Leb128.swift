// SPDX-License-Identifier: Apache-2.0

/// Reads a sequence of LEB128 numbers as in DWARF: seven bits per byte, least significant first.
public struct Leb128 {
  private let bytes: UnsafeRawBufferPointer
  /// The offset of the next number, in bytes.
  public private(set) var position: Int

  /// - Parameter position: the offset of the first number.
  public init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
    (self.bytes, self.position) = (bytes, position)
  }

  /// Reads from the start of a slice.
  public init(_ bytes: Slice<UnsafeRawBufferPointer>) {
    self.init(UnsafeRawBufferPointer(rebasing: bytes))
  }

  /// Whether all bytes are read.
  public var isAtEnd: Bool { position >= bytes.count }

  /// Reads the next number as unsigned, truncated to 64 bits; nil if the bytes end before the
  /// number does.
  public mutating func next() -> UInt64? {
    var (number, shift) = (UInt64(0), UInt64(0))
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      // A shift by 64 or more gives 0.
      number |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return number }
      shift = min(shift + 7, 64)
    }
    return nil
  }

  /// Skips one byte; false at the end.
  public mutating func skipByte() -> Bool {
    guard position < bytes.count else { return false }
    position += 1
    return true
  }
}

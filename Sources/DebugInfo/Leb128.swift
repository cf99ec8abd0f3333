// SPDX-License-Identifier: Apache-2.0

/// Numbers of seven bits a byte, the least first (LEB128 of DWARF), read one after the other.
public struct Leb128 {
  private let bytes: UnsafeRawBufferPointer
  public private(set) var position: Int

  /// - Parameter position: where the first number begins.
  public init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
    (self.bytes, self.position) = (bytes, position)
  }

  public init(_ bytes: Slice<UnsafeRawBufferPointer>) {
    self.init(UnsafeRawBufferPointer(rebasing: bytes))
  }

  public var isAtEnd: Bool { position >= bytes.count }

  /// The next number, unsigned; what has more than 64 bits is cut down to them. Nil where the bytes
  /// end first.
  public mutating func next() -> UInt64? {
    var (number, shift) = (UInt64(0), UInt64(0))
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      // A shift of 64 or more gives 0.
      number |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return number }
      shift = min(shift + 7, 64)
    }
    return nil
  }

  /// Passes over one byte; false at the end.
  public mutating func skipByte() -> Bool {
    guard position < bytes.count else { return false }
    position += 1
    return true
  }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A read-only range of bytes in a region of memory. All bounds checks on file contents are here.
///
/// Offsets and lengths are 64-bit numbers taken unchecked from a file. Calculations with them do
/// not wrap, and what is out of bounds gives nil. Slices share the region, so that copying a slice
/// copies no bytes.
public struct Bytes: Sendable {
  /// The region of memory that contains the bytes.
  public let region: MemoryRegion
  /// The position of the bytes in the region.
  public let range: Range<Int>

  /// All bytes of a region.
  public init(_ region: MemoryRegion) { self.init(region, 0..<region.count) }

  @inlinable
  init(_ region: MemoryRegion, _ range: Range<Int>) {
    self.region = region
    self.range = range
  }

  /// Copies an array to a region of its own. For small arrays only: the process ends if there is no
  /// memory.
  public init(_ array: [UInt8]) {
    guard let region = MemoryRegion(copying: array) else {
      fatalError("out of memory: \(array.count) bytes")
    }
    self.init(region)
  }

  /// Copies an array that was made from an image.
  ///
  /// - Parameter image: the image's name, for the error.
  /// - Throws: `ImageError` if memory runs out.
  public init(_ array: [UInt8], of image: String) throws(ImageError) {
    guard let region = MemoryRegion(copying: array) else {
      throw ImageError(
        image: image, problem: "not enough memory for \(array.count) bytes of it",
        cure: "free memory, or raise the limit (ulimit -v)")
    }
    self.init(region)
  }

  /// An empty range at the end of these bytes.
  var end: Bytes { Bytes(region, range.upperBound..<range.upperBound) }

  /// The number of bytes.
  @inlinable
  public var count: Int { range.count }
  /// Whether there are no bytes.
  @inlinable
  public var isEmpty: Bool { range.isEmpty }

  /// The `count` bytes from `offset`; nil if any of them is out of bounds.
  @inlinable
  public func slice(at offset: UInt64, count length: UInt64) -> Bytes? {
    guard offset <= UInt64(count), length <= UInt64(count) - offset else { return nil }
    let start = range.lowerBound + Int(offset)
    return Bytes(region, start..<start + Int(length))
  }

  /// All bytes from `offset` to the end; nil if `offset` is out of bounds.
  public func suffix(from offset: UInt64) -> Bytes? {
    guard offset <= UInt64(count) else { return nil }
    return slice(at: offset, count: UInt64(count) - offset)
  }

  /// The integer at `offset`, which need not be aligned; nil if it does not fit.
  @inlinable
  public func integer<T: FixedWidthInteger & BitwiseCopyable>(
    at offset: UInt64, as type: T.Type = T.self, bigEndian: Bool = false
  ) -> T? {
    guard let bytes = slice(at: offset, count: UInt64(MemoryLayout<T>.size)) else { return nil }
    let raw = bytes.withUnsafeBytes { $0.loadUnaligned(as: T.self) }
    return bigEndian ? T(bigEndian: raw) : T(littleEndian: raw)
  }

  /// The byte at `offset`; nil if it is out of bounds.
  @inlinable
  public subscript(offset: Int) -> UInt8? { integer(at: UInt64(bitPattern: Int64(offset))) }

  /// The bytes from `offset` up to the first NUL, which is excluded, or to the end.
  public func string(at offset: UInt64 = 0) -> [UInt8] {
    guard let tail = suffix(from: offset) else { return [] }
    return tail.withUnsafeBytes { Array($0.prefix { $0 != 0 }) }
  }

  /// The string at `offset`, up to a NUL or `most` bytes. Invalid UTF-8 is replaced.
  public func string(at offset: UInt64, most: Int) -> String {
    guard let tail = suffix(from: offset) else { return "" }
    return tail.withUnsafeBytes {
      String(decoding: $0.prefix(most).prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// Whether the bytes start with these.
  public func starts(with magic: [UInt8]) -> Bool {
    withUnsafeBytes { $0.starts(with: magic) }
  }

  /// Calls `body` with a pointer to the bytes, which is valid only during the call.
  @inlinable
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    let result = try body(UnsafeRawBufferPointer(rebasing: region.buffer[range]))
    withExtendedLifetime(region) {}
    return result
  }

  /// A copy of the bytes as an array.
  public var array: [UInt8] { withUnsafeBytes { Array($0) } }
}

extension Bytes: Equatable {
  /// Compares the contents, whatever their regions.
  public static func == (left: Bytes, right: Bytes) -> Bool {
    guard left.count == right.count else { return false }
    return left.withUnsafeBytes { here in
      right.withUnsafeBytes { there in
        guard let one = here.baseAddress, let other = there.baseAddress else { return true }
        return memcmp(one, other, here.count) == 0
      }
    }
  }
}

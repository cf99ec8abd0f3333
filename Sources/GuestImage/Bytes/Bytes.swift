// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A read-only run of bytes inside a region of memory, and every bounds check there is.
///
/// All offsets are taken as they stand in a file, 64-bit and unbelieved: nothing wraps, and what
/// lies outside is nil. Slices share the region; copying one copies no bytes.
public struct Bytes: Sendable {
  /// The memory that they are a part of.
  public let region: MemoryRegion
  /// Where these bytes lie in the region.
  public let range: Range<Int>

  public init(_ region: MemoryRegion) { self.init(region, 0..<region.count) }

  @inlinable
  init(_ region: MemoryRegion, _ range: Range<Int>) {
    self.region = region
    self.range = range
  }

  /// A copy of the array, in a region of its own. For few: without memory, the process ends.
  public init(_ array: [UInt8]) {
    guard let region = MemoryRegion(copying: array) else {
      fatalError("out of memory: \(array.count) bytes")
    }
    self.init(region)
  }

  /// A copy of what was made of an image.
  ///
  /// - Throws: when there is no memory.
  public init(_ array: [UInt8], of image: String) throws(ImageError) {
    guard let region = MemoryRegion(copying: array) else {
      throw ImageError(
        image: image, problem: "there is no memory for \(array.count) bytes of it",
        cure: "free memory, or raise the limit (ulimit -v)")
    }
    self.init(region)
  }

  /// No bytes, at the end of these.
  var end: Bytes { Bytes(region, range.upperBound..<range.upperBound) }

  /// How many there are.
  @inlinable
  public var count: Int { range.count }
  /// There are none.
  @inlinable
  public var isEmpty: Bool { range.isEmpty }

  /// The `count` bytes from `offset`, or nil when any of them lies outside.
  @inlinable
  public func slice(at offset: UInt64, count length: UInt64) -> Bytes? {
    guard offset <= UInt64(count), length <= UInt64(count) - offset else { return nil }
    let start = range.lowerBound + Int(offset)
    return Bytes(region, start..<start + Int(length))
  }

  /// Everything from `offset` on, or nil when it lies outside.
  public func suffix(from offset: UInt64) -> Bytes? {
    guard offset <= UInt64(count) else { return nil }
    return slice(at: offset, count: UInt64(count) - offset)
  }

  /// The integer at `offset`, unaligned, or nil when it does not fit inside.
  @inlinable
  public func integer<T: FixedWidthInteger & BitwiseCopyable>(
    at offset: UInt64, as type: T.Type = T.self, bigEndian: Bool = false
  ) -> T? {
    guard let bytes = slice(at: offset, count: UInt64(MemoryLayout<T>.size)) else { return nil }
    let raw = bytes.withUnsafeBytes { $0.loadUnaligned(as: T.self) }
    return bigEndian ? T(bigEndian: raw) : T(littleEndian: raw)
  }

  /// The byte at `offset`; nil outside.
  @inlinable
  public subscript(offset: Int) -> UInt8? { integer(at: UInt64(bitPattern: Int64(offset))) }

  /// The bytes from `offset` up to, without, the first NUL; to the end when there is none.
  public func string(at offset: UInt64 = 0) -> [UInt8] {
    guard let tail = suffix(from: offset) else { return [] }
    return tail.withUnsafeBytes { Array($0.prefix { $0 != 0 }) }
  }

  /// The string at `offset` up to a NUL, and no longer than `most` bytes; what is no UTF-8 is
  /// replaced.
  public func string(at offset: UInt64, most: Int) -> String {
    guard let tail = suffix(from: offset) else { return "" }
    return tail.withUnsafeBytes {
      String(decoding: $0.prefix(most).prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// Whether the first bytes are these.
  public func starts(with magic: [UInt8]) -> Bool {
    withUnsafeBytes { $0.starts(with: magic) }
  }

  /// The bytes themselves; the pointer is good inside `body` only.
  @inlinable
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    let result = try body(UnsafeRawBufferPointer(rebasing: region.buffer[range]))
    withExtendedLifetime(region) {}
    return result
  }

  /// A copy.
  public var array: [UInt8] { withUnsafeBytes { Array($0) } }
}

extension Bytes: Equatable {
  /// Whether the same bytes stand in both, wherever they lie.
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

// SPDX-License-Identifier: Apache-2.0

import Glibc
import GuestImage

/// The kernel in a loader's memory: the bytes of the file, followed by zeros where the loader's
/// buffer is larger than the unpacked kernel.
struct KernelBlob: Sendable {
  var bytes: Bytes
  /// The number of zeros that follow.
  var padding: UInt64 = 0

  init(bytes: Bytes, padding: UInt64 = 0) {
    self.bytes = bytes
    self.padding = padding
  }

  /// A buffer of `size` bytes that starts with these bytes, as far as they fit, and is zero after
  /// them.
  init(filling size: UInt64, with bytes: Bytes) {
    self.bytes = bytes.slice(at: 0, count: size) ?? bytes
    padding = size - UInt64(self.bytes.count)
  }

  /// The size of the buffer, which the loader uses as the size of the image.
  var size: UInt64 { UInt64(bytes.count) + padding }

  /// The same blob with zeros up to the end of its last page, as in a mapping.
  var paddedToPage: KernelBlob {
    KernelBlob(bytes: bytes, padding: padding + (Page.roundUp(size) - size))
  }

  /// The unsigned number of `count` bytes (at most 8) at `offset`; nil if it is out of bounds.
  func unsigned(at offset: UInt64, count: UInt64, bigEndian: Bool = false) -> UInt64? {
    guard count <= 8, offset <= size, count <= size - offset else { return nil }
    if count == 8, let whole = bytes.integer(at: offset, as: UInt64.self, bigEndian: bigEndian) {
      return whole
    }
    if count == 4, let half = bytes.integer(at: offset, as: UInt32.self, bigEndian: bigEndian) {
      return UInt64(half)
    }
    var value: UInt64 = 0
    for index in 0..<count {
      let byte = UInt64(bytes.integer(at: offset + index, as: UInt8.self) ?? 0)
      value |= byte << (8 * (bigEndian ? count - 1 - index : index))
    }
    return value
  }

  /// Reads the bytes from `offset` up to the first NUL, which is excluded, if that is within the
  /// blob and at most `limit` bytes away.
  func terminatedString(at offset: UInt64, limit: Int) -> StringRead {
    guard offset < size else { return .outside }
    let string = bytes.suffix(from: offset).map { KernelBlob.string(in: $0, most: limit + 1) } ?? []
    if string.count > limit { return .tooLong }
    let ends = offset + UInt64(string.count) < size
    return ends ? .string(string) : .outside
  }

  /// The bytes before the first NUL, at most `most`. Uses memchr, because a malicious image can
  /// make this read hundreds of megabytes.
  private static func string(in bytes: Bytes, most: Int) -> [UInt8] {
    bytes.withUnsafeBytes { buffer in
      let window = UnsafeRawBufferPointer(rebasing: buffer.prefix(most))
      guard let start = window.baseAddress, let end = memchr(start, 0, window.count) else {
        return Array(window)
      }
      return Array(window.prefix(UnsafeRawPointer(end) - start))
    }
  }

  /// Whether the blob has exactly these bytes at `offset`.
  func holds(_ text: [UInt8], at offset: UInt64) -> Bool {
    guard offset <= size, UInt64(text.count) <= size - offset else { return false }
    return text.enumerated().allSatisfy {
      unsigned(at: offset + UInt64($0.offset), count: 1) == UInt64($0.element)
    }
  }

  /// The offset of the last NUL; nil if there is none.
  var lastTerminator: UInt64? {
    if padding > 0 { return size - 1 }
    return bytes.withUnsafeBytes { $0.lastIndex(of: 0).map(UInt64.init) }
  }

  enum StringRead: Equatable {
    case string([UInt8])
    /// No NUL before the end of the image.
    case outside
    /// No NUL in the first `limit` + 1 bytes.
    case tooLong
  }
}

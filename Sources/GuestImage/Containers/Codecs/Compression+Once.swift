// SPDX-License-Identifier: Apache-2.0

import CLzma

extension Compression {
  /// The result of a single call of a decoder.
  public struct Decoded: Sendable {
    /// The output, including what was unpacked before an error.
    public let bytes: Bytes
    /// Whether the decoder found no error so far. It need not have reached the end of the stream.
    public let isSound: Bool
  }

  /// Makes a single call of liblzma, with space for `room` bytes of output. A loader that makes
  /// only one call never detects an error after the last byte that it requested, such as a
  /// truncated index or a wrong checksum.
  ///
  /// - Parameters:
  ///   - packed: the whole stream.
  ///   - room: the space for output, in bytes.
  /// - Returns: nil for codecs other than lzma and xz, and if memory runs out.
  public func decodeOnce(_ packed: Bytes, room: Int) -> Decoded? {
    let start: (UnsafeMutablePointer<lzma_stream>) -> lzma_ret
    switch self {
    case .xz: start = { lzma_stream_decoder($0, LzmaStream.memoryLimit, 0) }
    case .lzma: start = { lzma_alone_decoder($0, LzmaStream.memoryLimit) }
    case .gzip, .bzip2, .lzo, .lz4, .zstd: return nil
    }
    var stream = lzma_stream()
    defer { lzma_end(&stream) }
    guard start(&stream) == LZMA_OK, let pages = MemoryRegion.reserve(max(room, 1)) else {
      return nil
    }
    let result = packed.withUnsafeBytes { packed in
      stream.next_in = packed.bindMemory(to: UInt8.self).baseAddress
      stream.avail_in = packed.count
      stream.next_out = pages.bindMemory(to: UInt8.self).baseAddress
      stream.avail_out = room
      return lzma_code(&stream, LZMA_RUN)
    }
    let count = Int(stream.total_out)
    let filled = MemoryRegion.trim(pages, to: count)
    return Decoded(
      bytes: Bytes(MemoryRegion(adopting: filled, count: count)),
      isSound: result == LZMA_OK || result == LZMA_STREAM_END)
  }
}

// SPDX-License-Identifier: Apache-2.0

import CLzma

extension Compression {
  /// What came out of one call of a decoder.
  public struct Decoded: Sendable {
    /// As much as came out, also before a fault.
    public let bytes: Bytes
    /// The decoder found no fault as far as it got, which need not be the stream's end.
    public let isSound: Bool
  }

  /// Has liblzma unpack as much as one call does into room for `room` bytes. Loaders that make only that
  /// call never see what is wrong behind the last byte that they asked for: a cut index, a bad checksum.
  ///
  /// - Returns: nil for other codecs than lzma and xz, and when there is no memory.
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

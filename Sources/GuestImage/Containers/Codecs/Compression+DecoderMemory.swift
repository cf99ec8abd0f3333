// SPDX-License-Identifier: Apache-2.0

import CLzma

extension Compression {
  /// The memory that liblzma requires before it unpacks the first block, in bytes; slightly more
  /// than the dictionary.
  ///
  /// - Returns: nil for other codecs, and for a stream whose header is damaged.
  public func decoderMemory(for packed: Bytes) -> UInt64? {
    let start: (UnsafeMutablePointer<lzma_stream>) -> lzma_ret
    switch self {
    case .xz: start = { lzma_stream_decoder($0, 1, 0) }
    case .lzma: start = { lzma_alone_decoder($0, 1) }
    case .gzip, .bzip2, .lzo, .lz4, .zstd: return nil
    }
    return packed.withUnsafeBytes { packed in
      var stream = lzma_stream()
      defer { lzma_end(&stream) }
      guard start(&stream) == LZMA_OK else { return nil }
      stream.next_in = packed.bindMemory(to: UInt8.self).baseAddress
      stream.avail_in = packed.count
      var byte: UInt8 = 0
      return withUnsafeMutablePointer(to: &byte) { room in
        stream.next_out = room
        stream.avail_out = 1
        // A memory limit of one byte makes the decoder stop as soon as it knows what it needs.
        return lzma_code(&stream, LZMA_RUN) == LZMA_MEMLIMIT_ERROR ? lzma_memusage(&stream) : nil
      }
    }
  }
}

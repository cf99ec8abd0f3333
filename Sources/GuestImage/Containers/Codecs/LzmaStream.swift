// SPDX-License-Identifier: Apache-2.0

import CLzma

/// The decoding loop and error messages that both containers of liblzma share.
enum LzmaStream {
  /// The memory limit for liblzma: the largest dictionary that xz can use, 1.5 GiB, plus some for
  /// its tables. Loaders allow less, and their models check that. A dictionary uses only as much
  /// memory as has been unpacked.
  static let memoryLimit: UInt64 = 1600 << 20

  /// Runs a decoder.
  ///
  /// - Parameter start: initializes the decoder.
  /// - Returns: whether the stream ended.
  static func unpack(
    _ packed: UnsafeRawBufferPointer, into output: Output, as codec: any Codec.Type,
    start: (UnsafeMutablePointer<lzma_stream>) -> lzma_ret
  ) throws(UnpackError) -> Bool {
    var stream = lzma_stream()
    defer { lzma_end(&stream) }
    guard start(&stream) == LZMA_OK else { throw codec.corrupt("out of memory") }
    stream.next_in = packed.bindMemory(to: UInt8.self).baseAddress
    stream.avail_in = packed.count
    while !output.isEnough {
      let room = output.room
      stream.next_out = room.bindMemory(to: UInt8.self).baseAddress
      stream.avail_out = room.count
      let result = lzma_code(&stream, LZMA_RUN)
      try output.advance(by: room.count - stream.avail_out)
      if result == LZMA_STREAM_END { return true }
      if result == LZMA_BUF_ERROR { throw codec.truncated }
      guard result == LZMA_OK else {
        throw codec.corrupt(words[result.rawValue] ?? "error \(result.rawValue)")
      }
    }
    return false
  }

  private static let words: [UInt32: String] = [
    LZMA_MEM_ERROR.rawValue: "out of memory",
    LZMA_MEMLIMIT_ERROR.rawValue: "needs more than \(memoryLimit >> 20) MiB of memory",
    LZMA_FORMAT_ERROR.rawValue: "format not recognized",
    LZMA_OPTIONS_ERROR.rawValue: "unsupported options",
    LZMA_DATA_ERROR.rawValue: "data is corrupt",
  ]
}

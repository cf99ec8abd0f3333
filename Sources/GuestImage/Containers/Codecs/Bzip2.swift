// SPDX-License-Identifier: Apache-2.0

import CBzip2

/// bzip2, by libbz2; reads a single stream.
enum Bzip2: Codec {
  static let compression = Compression.bzip2
  static let magic = Array("BZh".utf8)

  static func unpack(
    _ stream: UnsafeRawBufferPointer, into output: Output
  ) throws(UnpackError) -> Bool {
    var state = bz_stream()
    guard BZ2_bzDecompressInit(&state, 0, 0) == BZ_OK else { throw corrupt("out of memory") }
    defer { BZ2_bzDecompressEnd(&state) }
    let input = stream.bindMemory(to: CChar.self)
    state.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    state.avail_in = UInt32(clamping: input.count)
    while !output.isEnough {
      let room = output.room
      let count = UInt32(clamping: room.count)
      state.next_out = room.bindMemory(to: CChar.self).baseAddress
      state.avail_out = count
      let result = BZ2_bzDecompress(&state)
      let written = Int(count - state.avail_out)
      try output.advance(by: written)
      if result == BZ_STREAM_END { return true }
      guard result == BZ_OK else { throw corrupt(words[result] ?? "error \(result)") }
      guard written > 0 || state.avail_in > 0 else { throw truncated }
    }
    return false
  }

  private static let words: [Int32: String] = [
    BZ_DATA_ERROR: "data integrity error", BZ_DATA_ERROR_MAGIC: "bad magic number",
    BZ_MEM_ERROR: "out of memory", BZ_UNEXPECTED_EOF: "unexpected end",
  ]
}

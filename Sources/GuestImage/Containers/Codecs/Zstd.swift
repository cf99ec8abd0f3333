// SPDX-License-Identifier: Apache-2.0

import CZstd

/// Zstandard, by libzstd. Reads a sequence of frames, with nothing else between or after them.
enum Zstd: Codec {
  static let compression = Compression.zstd
  static let magic: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]

  /// The number of packed bytes between two checks of the output's size.
  private static let step = 64 << 10
  /// ZSTD_d_stableOutBuffer: promises that the output stays in place, so that the library uses it
  /// as its window and allocates none.
  private static let stableOutput = ZSTD_d_experimentalParam2

  static func unpack(
    _ stream: UnsafeRawBufferPointer, into output: Output
  ) throws(UnpackError) -> Bool {
    guard let context = ZSTD_createDCtx() else { throw corrupt("out of memory") }
    defer { ZSTD_freeDCtx(context) }
    ZSTD_DCtx_setParameter(context, stableOutput, 1)
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 31)
    let whole = output.whole
    var to = ZSTD_outBuffer(dst: whole.baseAddress, size: whole.count, pos: 0)
    var from = ZSTD_inBuffer(src: stream.baseAddress, size: 0, pos: 0)
    var hint = 1
    while !output.isEnough {
      let before = (from.pos, to.pos)
      from.size = min(stream.count, from.pos + step)
      hint = ZSTD_decompressStream(context, &to, &from)
      guard ZSTD_isError(hint) == 0 else { throw failure(hint, output) }
      try output.advance(by: to.pos - before.1)
      let isDrained = from.pos == stream.count
      if hint == 0, isDrained { return true }
      if isDrained, before == (from.pos, to.pos) { throw truncated }
    }
    return false
  }

  private static func failure(_ code: Int, _ output: Output) -> UnpackError {
    if ZSTD_getErrorCode(code) == ZSTD_error_dstSize_tooSmall { return output.overflow() }
    return corrupt(String(cString: ZSTD_getErrorName(code)))
  }
}

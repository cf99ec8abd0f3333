// SPDX-License-Identifier: Apache-2.0

import CLz4

/// The legacy frame of LZ4 (`lz4 -l`), by liblz4: a magic, and blocks of up to 8 MiB unpacked, each
/// preceded by its packed size in 4 bytes. A magic between blocks starts another frame.
enum Lz4: Codec {
  static let compression = Compression.lz4
  static let magic: [UInt8] = [0x02, 0x21]

  static let frameMagic: UInt32 = 0x184c_2102
  static let blockSize = 8 << 20

  static func unpack(
    _ stream: UnsafeRawBufferPointer, into output: Output
  ) throws(UnpackError) -> Bool {
    var input = ByteCursor(stream)
    guard input.little32() == frameMagic else { throw corrupt("not the legacy frame") }
    while !output.isEnough, !input.isAtEnd {
      guard let size = input.little32() else { throw truncated }
      if size == frameMagic { continue }
      guard let block = input.take(Int(size)) else { throw truncated }
      try unpackBlock(block, into: output)
    }
    return input.isAtEnd
  }

  private static func unpackBlock(
    _ block: UnsafeRawBufferPointer, into output: Output
  ) throws(UnpackError) {
    let space = output.space
    let most = min(space.count, blockSize)
    let written = LZ4_decompress_safe(
      block.bindMemory(to: CChar.self).baseAddress,
      space.bindMemory(to: CChar.self).baseAddress, Int32(clamping: block.count), Int32(most))
    guard written >= 0 else {
      // The library does not report the reason. Insufficient space is the only error that our limit
      // can cause.
      throw most < blockSize ? output.overflow() : corrupt("bad block")
    }
    try output.advance(by: Int(written))
  }
}

// SPDX-License-Identifier: Apache-2.0

import CLzma

/// The legacy container of LZMA (`xz --format=lzma`), by liblzma.
enum Lzma: Codec {
  static let compression = Compression.lzma
  static let magic: [UInt8] = [0x5d, 0x00]

  static func unpack(
    _ stream: UnsafeRawBufferPointer, into output: Output
  ) throws(UnpackError) -> Bool {
    try LzmaStream.unpack(stream, into: output, as: self) {
      lzma_alone_decoder($0, LzmaStream.memoryLimit)
    }
  }
}

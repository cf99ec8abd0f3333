// SPDX-License-Identifier: Apache-2.0

import CLzma

/// xz, by liblzma; reads a single stream.
enum Xz: Codec {
  static let compression = Compression.xz
  static let magic: [UInt8] = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]

  static func unpack(
    _ stream: UnsafeRawBufferPointer, into output: Output
  ) throws(UnpackError) -> Bool {
    try LzmaStream.unpack(stream, into: output, as: self) {
      lzma_stream_decoder($0, LzmaStream.memoryLimit, 0)
    }
  }
}

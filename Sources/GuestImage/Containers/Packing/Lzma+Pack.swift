// SPDX-License-Identifier: Apache-2.0

import CLzma

extension Lzma: PackingCodec {
  static let levels = [9 | Int32(bitPattern: lzma_preset_extreme), 9]

  static func pack(_ kernel: [UInt8], level: Int32) -> [UInt8]? {
    var options = lzma_options_lzma()
    var stream = lzma_stream()
    guard lzma_lzma_preset(&options, UInt32(bitPattern: level)) == 0 else { return nil }
    // A larger dictionary has no benefit, and loaders allow a decoder 128 MiB at most.
    options.dict_size = 32 << 20
    guard lzma_alone_encoder(&stream, &options) == LZMA_OK else { return nil }
    defer { lzma_end(&stream) }
    return packed(lzma_stream_buffer_bound(kernel.count)) { output in
      kernel.withUnsafeBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = input.count
        stream.next_out = output.baseAddress
        stream.avail_out = output.count
        return lzma_code(&stream, LZMA_FINISH) == LZMA_STREAM_END
          ? output.count - stream.avail_out : nil
      }
    }
  }
}

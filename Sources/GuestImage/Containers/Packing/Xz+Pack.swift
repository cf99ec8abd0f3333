// SPDX-License-Identifier: Apache-2.0

import CLzma

/// Packs as Linux's build does (scripts/xz_wrap.sh@6.1): with the x86 filter, a dictionary of 32
/// MiB and CRC32, the only check that the kernel's decoder supports.
extension Xz: PackingCodec {
  static let levels = [9 | Int32(bitPattern: lzma_preset_extreme), 6]

  static func pack(_ kernel: [UInt8], level: Int32) -> [UInt8]? {
    var options = lzma_options_lzma()
    guard lzma_lzma_preset(&options, UInt32(bitPattern: level)) == 0 else { return nil }
    options.dict_size = 32 << 20
    return withUnsafeMutablePointer(to: &options) { options in
      var filters = [
        lzma_filter(id: lzma_filter_x86, options: nil),
        lzma_filter(id: lzma_filter_lzma2, options: options),
        lzma_filter(id: lzma_vli.max, options: nil),
      ]
      return packed(lzma_stream_buffer_bound(kernel.count)) { output in
        var size = 0
        let result = lzma_stream_buffer_encode(
          &filters, LZMA_CHECK_CRC32, nil, kernel, kernel.count,
          output.baseAddress, &size, output.count)
        return result == LZMA_OK ? size : nil
      }
    }
  }
}

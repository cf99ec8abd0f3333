// SPDX-License-Identifier: Apache-2.0

import CBzip2
import CDeflate
import CLz4
import CLzma
import CZstd
import GuestImage
import TestGuests

/// Packs as Linux's build does, by the libraries that unpack.
enum Packer {
  /// The payload of a bzImage, with the size at its end; LZO's is a magic alone.
  static func pack(_ bytes: [UInt8], _ compression: Compression) -> [UInt8] {
    let stream: [UInt8]
    switch compression {
    case .gzip: stream = gzip(bytes)
    case .bzip2: stream = bzip2(bytes)
    case .lzma: stream = lzma(bytes)
    case .xz: stream = xz(bytes)
    case .lzo: stream = [0x89, 0x4c, 0x5a, 0x4f, 0, 0x0d, 0x0a, 0x1a, 0x0a]
    case .lz4: stream = lz4(bytes)
    case .zstd: stream = zstd(bytes)
    }
    return compression == .gzip ? stream : stream + TestNote.number(UInt64(bytes.count), size: 4)
  }

  /// The payload of a bzImage, packed with a dictionary of that many bytes.
  static func pack(
    _ bytes: [UInt8], _ compression: Compression, dictionary: UInt32
  ) -> [UInt8] {
    let stream = compression == .xz ? xz(bytes, dictionary) : lzma(bytes, dictionary)
    return stream + TestNote.number(UInt64(bytes.count), size: 4)
  }

  /// Room for whatever a codec makes of the bytes.
  private static func packed(
    _ bytes: [UInt8], _ body: (UnsafeMutableBufferPointer<UInt8>) -> Int
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: bytes.count + 65536) { $1 = body($0) }
  }

  private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let compressor = libdeflate_alloc_compressor(6)
    defer { libdeflate_free_compressor(compressor) }
    return packed(bytes) {
      libdeflate_gzip_compress(compressor, bytes, bytes.count, $0.baseAddress, $0.count)
    }
  }

  private static func bzip2(_ bytes: [UInt8]) -> [UInt8] {
    var input = bytes.map { CChar(bitPattern: $0) }
    return packed(bytes) { output in
      var size = UInt32(output.count)
      output.withMemoryRebound(to: CChar.self) {
        _ = BZ2_bzBuffToBuffCompress(
          $0.baseAddress, &size, &input, UInt32(bytes.count), 9, 0, 0)
      }
      return Int(size)
    }
  }

  private static func xz(_ bytes: [UInt8]) -> [UInt8] {
    packed(bytes) { output in
      var size = 0
      _ = lzma_easy_buffer_encode(
        1, LZMA_CHECK_CRC32, nil, bytes, bytes.count, output.baseAddress, &size, output.count)
      return size
    }
  }

  /// The payload of a bzImage, packed by xz with another check of its blocks.
  static func packXz(_ bytes: [UInt8], check: lzma_check) -> [UInt8] {
    let stream = packed(bytes) { output in
      var size = 0
      _ = lzma_easy_buffer_encode(
        1, check, nil, bytes, bytes.count, output.baseAddress, &size, output.count)
      return size
    }
    return stream + TestNote.number(UInt64(bytes.count), size: 4)
  }

  private static func xz(_ bytes: [UInt8], _ dictionary: UInt32) -> [UInt8] {
    var options = lzma_options_lzma()
    lzma_lzma_preset(&options, 1)
    options.dict_size = dictionary
    return withUnsafeMutablePointer(to: &options) { options in
      var filters = [
        lzma_filter(id: lzma_vli(0x21), options: options),
        lzma_filter(id: lzma_vli.max, options: nil),
      ]
      return packed(bytes) { output in
        var size = 0
        _ = lzma_stream_buffer_encode(
          &filters, LZMA_CHECK_CRC32, nil, bytes, bytes.count, output.baseAddress, &size,
          output.count)
        return size
      }
    }
  }

  private static func lzma(_ bytes: [UInt8], _ dictionary: UInt32? = nil) -> [UInt8] {
    var options = lzma_options_lzma()
    lzma_lzma_preset(&options, 1)
    options.dict_size = dictionary ?? options.dict_size
    return lzma(bytes, &options)
  }

  /// The payload of a bzImage, packed by lzma with other bits of the context: lc + 9 (lp + 5 pb).
  static func packLzma(_ bytes: [UInt8], properties: UInt8, dictionary: UInt32) -> [UInt8] {
    var options = lzma_options_lzma()
    lzma_lzma_preset(&options, 6)
    options.dict_size = dictionary
    (options.lc, options.lp, options.pb) = (
      UInt32(properties % 9), UInt32(properties / 9 % 5), UInt32(properties / 45)
    )
    return lzma(bytes, &options) + TestNote.number(UInt64(bytes.count), size: 4)
  }

  private static func lzma(_ bytes: [UInt8], _ options: inout lzma_options_lzma) -> [UInt8] {
    var stream = lzma_stream()
    _ = lzma_alone_encoder(&stream, &options)
    defer { lzma_end(&stream) }
    return packed(bytes) { output in
      bytes.withUnsafeBufferPointer {
        stream.next_in = $0.baseAddress
        stream.avail_in = $0.count
        stream.next_out = output.baseAddress
        stream.avail_out = output.count
        _ = lzma_code(&stream, LZMA_FINISH)
      }
      return output.count - stream.avail_out
    }
  }

  /// The legacy frame: a magic, then blocks after their sizes.
  private static func lz4(_ bytes: [UInt8]) -> [UInt8] {
    let input = bytes.map { CChar(bitPattern: $0) }
    let block = packed(bytes) { output in
      output.withMemoryRebound(to: CChar.self) {
        Int(LZ4_compress_default(input, $0.baseAddress, Int32(bytes.count), Int32($0.count)))
      }
    }
    return TestNote.number(0x184c_2102, size: 4) + TestNote.number(UInt64(block.count), size: 4)
      + block
  }

  /// The payload of a bzImage, packed by zstd for a window of 2 to the power of `windowLog` bytes.
  static func packZstd(_ bytes: [UInt8], windowLog: Int32) -> [UInt8] {
    let context = ZSTD_createCCtx()
    defer { ZSTD_freeCCtx(context) }
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog)
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0)
    let stream = packed(bytes) { output in
      var to = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
      bytes.withUnsafeBytes {
        var from = ZSTD_inBuffer(src: $0.baseAddress, size: $0.count, pos: 0)
        _ = ZSTD_compressStream2(context, &to, &from, ZSTD_e_continue)
        _ = ZSTD_compressStream2(context, &to, &from, ZSTD_e_end)
      }
      return to.pos
    }
    return stream + TestNote.number(UInt64(bytes.count), size: 4)
  }

  private static func zstd(_ bytes: [UInt8]) -> [UInt8] {
    packed(bytes) { ZSTD_compress($0.baseAddress, $0.count, bytes, bytes.count, 3) }
  }
}

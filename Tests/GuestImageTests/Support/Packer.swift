// SPDX-License-Identifier: Apache-2.0

import CBzip2
import CDeflate
import CLz4
import CLzma
import CLzo
import CZstd

@testable import GuestImage

/// Packs as the tools of a kernel build do, by the same libraries.
enum Packer {
  struct Failed: Error { let compression: Compression }

  static func pack(_ bytes: [UInt8], _ compression: Compression) throws -> [UInt8] {
    let packed: [UInt8]? =
      switch compression {
      case .gzip: gzip(bytes)
      case .bzip2: bzip2(bytes)
      case .lzma: lzma(bytes)
      case .xz: xz(bytes)
      case .lzo: lzo(bytes)
      case .lz4: lz4(bytes)
      case .zstd: zstd(bytes)
      }
    guard let packed else { throw Failed(compression: compression) }
    return packed
  }

  /// Room for whatever any of them makes of `count` bytes.
  private static func room(_ count: Int) -> Int { count + count / 8 + 4096 }

  private static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
    guard let compressor = libdeflate_alloc_compressor(6) else { return nil }
    defer { libdeflate_free_compressor(compressor) }
    return [UInt8](unsafeUninitializedCapacity: room(bytes.count)) { to, count in
      count = libdeflate_gzip_compress(
        compressor, bytes, bytes.count, to.baseAddress, to.count)
    }
  }

  private static func bzip2(_ bytes: [UInt8]) -> [UInt8]? {
    var result = BZ_OK
    let packed = asCharacters(bytes, room: room(bytes.count)) { from, to in
      var count = UInt32(to.count)
      let source = UnsafeMutablePointer(mutating: from.baseAddress)
      result = BZ2_bzBuffToBuffCompress(
        to.baseAddress, &count, source, UInt32(from.count), 9, 0, 0)
      return Int(count)
    }
    return result == BZ_OK ? packed : nil
  }

  /// For libraries that speak of characters.
  private static func asCharacters(
    _ bytes: [UInt8], room: Int,
    _ pack: (UnsafeBufferPointer<CChar>, UnsafeMutableBufferPointer<CChar>) -> Int
  ) -> [UInt8] {
    bytes.withUnsafeBytes { from in
      [UInt8](unsafeUninitializedCapacity: room) { to, count in
        count = pack(
          from.bindMemory(to: CChar.self),
          UnsafeMutableRawBufferPointer(to).bindMemory(to: CChar.self))
      }
    }
  }

  private static func xz(_ bytes: [UInt8]) -> [UInt8]? {
    var packed = [UInt8](repeating: 0, count: room(bytes.count))
    var count = 0
    let result = lzma_easy_buffer_encode(
      6, LZMA_CHECK_CRC32, nil, bytes, bytes.count, &packed, &count, packed.count)
    return result == LZMA_OK ? Array(packed.prefix(count)) : nil
  }

  private static func lzma(_ bytes: [UInt8]) -> [UInt8]? {
    var options = lzma_options_lzma()
    guard lzma_lzma_preset(&options, 6) == 0 else { return nil }
    var stream = lzma_stream()
    defer { lzma_end(&stream) }
    guard lzma_alone_encoder(&stream, &options) == LZMA_OK else { return nil }
    var result = LZMA_OK
    let packed = bytes.withUnsafeBufferPointer { from in
      [UInt8](unsafeUninitializedCapacity: room(bytes.count)) { to, count in
        stream.next_in = from.baseAddress
        stream.avail_in = from.count
        stream.next_out = to.baseAddress
        stream.avail_out = to.count
        result = lzma_code(&stream, LZMA_FINISH)
        count = to.count - stream.avail_out
      }
    }
    return result == LZMA_STREAM_END ? packed : nil
  }

  private static func zstd(_ bytes: [UInt8]) -> [UInt8]? {
    var isError: UInt32 = 0
    let packed = [UInt8](unsafeUninitializedCapacity: room(bytes.count)) { to, count in
      let result = ZSTD_compress(to.baseAddress, to.count, bytes, bytes.count, 3)
      isError = ZSTD_isError(result)
      count = isError == 0 ? result : 0
    }
    return isError == 0 ? packed : nil
  }

  /// The legacy frame, in blocks of 8 MiB.
  private static func lz4(_ bytes: [UInt8]) -> [UInt8]? {
    var frame = ByteWriter()
    frame.put(UInt32(0x184c_2102))
    for block in blocks(bytes, of: 8 << 20) {
      let packed = asCharacters(block, room: room(block.count)) { from, to in
        let count = LZ4_compress_default(
          from.baseAddress, to.baseAddress, Int32(from.count), Int32(to.count))
        return Int(count)
      }
      guard !packed.isEmpty else { return nil }
      frame.put(UInt32(packed.count))
      frame.put(packed)
    }
    return frame.bytes
  }

  /// lzop's framing as `lzop -9` writes it: one Adler-32 of each unpacked block, blocks of 256 KiB,
  /// a block that does not shrink stored as it is.
  private static func lzo(_ bytes: [UInt8]) -> [UInt8]? {
    var frame = ByteWriter(isBigEndian: true)
    frame.put([0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a] as [UInt8])
    frame.put([UInt16(0x1040), 0x20a0, 0x0940])
    frame.put([3, 9] as [UInt8])
    frame.put([UInt32(1), 0o100644, 0, 0])
    frame.put([3] + Array("elf".utf8))
    frame.put(UInt32(0))
    for block in blocks(bytes, of: 256 << 10) {
      guard let packed = lzoBlock(block) else { return nil }
      let isStored = packed.count >= block.count
      frame.put(UInt32(block.count))
      frame.put(UInt32(isStored ? block.count : packed.count))
      frame.put(UInt32(lzo_adler32(1, block, lzo_uint(block.count))))
      frame.put(isStored ? block : packed)
    }
    frame.put(UInt32(0))
    return frame.bytes
  }

  private static func lzoBlock(_ block: [UInt8]) -> [UInt8]? {
    var work = [UInt8](repeating: 0, count: 16384 * MemoryLayout<Int>.size)
    var packed = [UInt8](repeating: 0, count: room(block.count))
    var count = lzo_uint(packed.count)
    let result = lzo1x_1_compress(block, lzo_uint(block.count), &packed, &count, &work)
    return result == LZO_E_OK ? Array(packed.prefix(Int(count))) : nil
  }

  private static func blocks(_ bytes: [UInt8], of size: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: size).map {
      Array(bytes[$0..<min($0 + size, bytes.count)])
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import CDeflate

/// gzip (RFC 1952), by libdeflate. Reads one member, and ignores what follows it, as loaders do.
/// The library unpacks the stream in one call. It skips the checksum of the header, which zlib
/// verifies, so that this is done here.
enum Gzip: Codec {
  static let compression = Compression.gzip
  static let magic = GzipFile.magic
  static let endsInSize = true

  static func unpack(
    _ stream: UnsafeRawBufferPointer, into output: Output
  ) throws(UnpackError) -> Bool {
    guard let decompressor = libdeflate_alloc_decompressor() else {
      throw corrupt("out of memory")
    }
    defer { libdeflate_free_decompressor(decompressor) }
    if GzipHeader(stream)?.isChecksumGood == false {
      throw corrupt("the checksum of its header is wrong")
    }
    var used = 0
    var written = 0
    let space = output.space
    let result = libdeflate_gzip_decompress_ex(
      decompressor, stream.baseAddress, stream.count, space.baseAddress, space.count, &used,
      &written)
    switch result {
    case LIBDEFLATE_SUCCESS:
      try output.advance(by: written)
      return true
    case LIBDEFLATE_INSUFFICIENT_SPACE: throw output.overflow()
    default: throw corrupt("bad data, or cut short")
    }
  }
}

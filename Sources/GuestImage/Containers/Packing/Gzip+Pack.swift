// SPDX-License-Identifier: Apache-2.0

import CDeflate

extension Gzip: PackingCodec {
  static let levels: [Int32] = [10]

  /// The size of the header, the offset of its flags, and the flag for a name (RFC 1952).
  private static let headerSize = 10
  private static let flags = 3
  private static let hasName: UInt8 = 8

  static func pack(_ kernel: [UInt8], level: Int32) -> [UInt8]? {
    guard let compressor = libdeflate_alloc_compressor(level) else { return nil }
    defer { libdeflate_free_compressor(compressor) }
    return packed(libdeflate_gzip_compress_bound(compressor, kernel.count)) {
      let size = libdeflate_gzip_compress(
        compressor, kernel, kernel.count, $0.baseAddress, $0.count)
      return size > 0 ? size : nil
    }
  }

  /// Adds a name of the missing length to the header, which every decoder skips. So the stream
  /// still ends in the size, and the packed data does not move forward.
  static func lengthen(_ stream: [UInt8], to size: Int) -> [UInt8]? {
    let count = size - stream.count
    guard count > 0 else { return stream }
    let name = [UInt8](repeating: UInt8(ascii: "-"), count: count - 1) + [0]
    var header = Array(stream[..<headerSize])
    header[flags] |= hasName
    return header + name + stream[headerSize...]
  }
}

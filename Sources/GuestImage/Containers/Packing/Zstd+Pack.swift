// SPDX-License-Identifier: Apache-2.0

import CZstd

extension Zstd: PackingCodec {
  static let levels: [Int32] = [22, 19]

  /// The magic of a frame that decoders skip; a size of 4 bytes follows it (RFC 8878).
  private static let skipped: [UInt8] = [0x50, 0x2a, 0x4d, 0x18]

  static func pack(_ kernel: [UInt8], level: Int32) -> [UInt8]? {
    packed(ZSTD_compressBound(kernel.count)) {
      let size = ZSTD_compress($0.baseAddress, $0.count, kernel, kernel.count, level)
      return ZSTD_isError(size) == 0 ? size : nil
    }
  }

  /// Appends a skippable frame, because loaders that read the stream to its end reject plain zeros.
  static func lengthen(_ stream: [UInt8], to size: Int) -> [UInt8]? {
    let count = size - stream.count - 8
    guard count > -8 else { return stream }
    guard count >= 0, count <= mostPadding else { return nil }
    let length = (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
    return stream + skipped + length + [UInt8](repeating: 0, count: count)
  }
}

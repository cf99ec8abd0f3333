// SPDX-License-Identifier: Apache-2.0

import CLz4

extension Lz4: PackingCodec {
  static let levels: [Int32] = [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]

  static func pack(_ kernel: [UInt8], level: Int32) -> [UInt8]? {
    blocks(kernel, level).map { magicBytes + $0.joined() }
  }

  private static func blocks(_ kernel: [UInt8], _ level: Int32) -> [[UInt8]]? {
    let starts = stride(from: 0, to: kernel.count, by: blockSize)
    let packed = starts.compactMap { packBlock(block($0, of: kernel), level) }
    return packed.count == Array(starts).count ? packed : nil
  }

  private static func block(_ start: Int, of kernel: [UInt8]) -> [UInt8] {
    Array(kernel[start..<min(start + blockSize, kernel.count)])
  }

  /// Pads at the front, so that the packed data does not move forward. The padding is a multiple of
  /// 4 bytes; to reach that, one block, preferably the last, is packed at another level.
  static func pack(_ kernel: [UInt8], into size: Int) throws(PackError) -> [UInt8] {
    guard let blocks = blocks(kernel, levels[0]) else { throw .library(compression) }
    let length = blocks.reduce(magicBytes.count) { $0 + $1.count }
    guard length <= size else { throw .tooLong(compression, by: length - size) }
    for index in blocks.indices.reversed() {
      let original = block(index * blockSize, of: kernel)
      for level in levels {
        guard let other = packBlock(original, level) else { continue }
        let count = size - length + blocks[index].count - other.count
        guard count >= 0, count % magicBytes.count == 0 else { continue }
        // Each magic starts a new frame. Xen rejects anything after the last block, and any block
        // before it that is not full.
        let front = [[UInt8]](repeating: magicBytes, count: 1 + count / magicBytes.count)
        return Array((front + blocks[..<index] + [other] + blocks[(index + 1)...]).joined())
      }
    }
    throw .tooShort(compression, by: size - length)
  }

  /// Packs a block: its packed size, and the packed bytes.
  private static func packBlock(_ block: [UInt8], _ level: Int32) -> [UInt8]? {
    let bound = Int(LZ4_compressBound(Int32(block.count)))
    let packed = packed(bound) { output in
      block.withUnsafeBytes { input in
        output.withMemoryRebound(to: CChar.self) {
          let size = LZ4_compress_HC(
            input.bindMemory(to: CChar.self).baseAddress, $0.baseAddress, Int32(block.count),
            Int32(bound), level)
          return size > 0 ? Int(size) : nil
        }
      }
    }
    return packed.map { little($0.count) + $0 }
  }

  private static let magicBytes = little(Int(frameMagic))

  private static func little(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}

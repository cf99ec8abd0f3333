// SPDX-License-Identifier: Apache-2.0

import CBzip2

extension Bzip2: PackingCodec {
  static let levels: [Int32] = [9]

  static func pack(_ kernel: [UInt8], level: Int32) -> [UInt8]? {
    // The library only reads the input, although its pointer is mutable.
    kernel.withUnsafeBytes { input in
      let start = UnsafeMutableRawPointer(mutating: input.baseAddress)
      return packed(kernel.count + kernel.count / 100 + 600) { output in
        var size = UInt32(clamping: output.count)
        let result = output.withMemoryRebound(to: CChar.self) {
          BZ2_bzBuffToBuffCompress(
            $0.baseAddress, &size, start?.assumingMemoryBound(to: CChar.self),
            UInt32(clamping: kernel.count), level, 0, 0)
        }
        return result == BZ_OK ? Int(size) : nil
      }
    }
  }
}

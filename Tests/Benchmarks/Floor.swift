// SPDX-License-Identifier: Apache-2.0

import CLzma
import Glibc

/// What a library alone takes: run as a process of its own, so that it is measured like the rest.
enum Floor {
  /// Decodes the xz payload of a bzImage with liblzma, into one small buffer again and again.
  static func lzma(of path: String) {
    let file = contents(of: path)
    guard let payload = xzPayload(in: file) else { fail("\(path): no xz payload") }
    var stream = lzma_stream()
    guard lzma_stream_decoder(&stream, UInt64.max, 0) == LZMA_OK else { fail("liblzma") }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    file.withUnsafeBufferPointer { bytes in
      stream.next_in = bytes.baseAddress! + payload
      stream.avail_in = bytes.count - payload
      var result = LZMA_OK
      while result == LZMA_OK {
        buffer.withUnsafeMutableBufferPointer {
          stream.next_out = $0.baseAddress
          stream.avail_out = $0.count
          result = lzma_code(&stream, LZMA_RUN)
        }
      }
      guard result == LZMA_STREAM_END else { fail("\(path): liblzma says \(result.rawValue)") }
    }
    lzma_end(&stream)
  }

  private static func xzPayload(in file: [UInt8]) -> Int? {
    let magic: [UInt8] = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
    let starts = 0..<max(0, file.count - magic.count)
    return starts.first { file[$0..<$0 + magic.count] == magic[...] }
  }

  private static func contents(of path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { fail("cannot open \(path)") }
    defer { fclose(file) }
    var status = stat()
    fstat(fileno(file), &status)
    return [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
  }
}

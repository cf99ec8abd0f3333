// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Testing

/// Packed files that are no bzImage: of these, loaders read gzip alone.
@Suite struct BareCodecTests {
  @Test(
    arguments: [
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "is a bare xz file"),
      ([0x28, 0xb5, 0x2f, 0xfd], "is a bare zstd file"),
      ([0x42, 0x5a, 0x68, 0x39], "is a bare bzip2 file"),
      ([0x42, 0x5a, 0x00, 0x39], "is not an ELF file, bzImage or gzip file"),
    ] as [([UInt8], String)])
  func isNamed(start: [UInt8], words: String) {
    let bytes = start + Array(repeating: 0, count: 100)
    let image = GuestImage(name: "vmlinux.packed", file: Bytes(bytes))
    #expect(image.problem?.problem.hasPrefix(words) == true, "\(String(describing: image.problem))")
  }
}

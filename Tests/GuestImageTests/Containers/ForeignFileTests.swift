// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

@Suite struct ForeignFileTests {
  /// A file of zeros with bytes at places.
  private static func file(_ parts: [Int: [UInt8]]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256)
    for (place, part) in parts { bytes.replaceSubrange(place..<place + part.count, with: part) }
    return bytes
  }

  private static let executable: [Int: [UInt8]] = [
    0: Array("MZ".utf8), 0x3c: [0x80, 0, 0, 0], 0x80: Array("PE\0\0".utf8) + [0x64, 0x86],
  ]

  private static let s390: [UInt8] =
    [UInt8](repeating: 0, count: 0x1_0008) + Array("S390EP".utf8)

  @Test(arguments: [
    (file(executable), "PE executable for x86_64"),
    (file(executable.merging([0x38: Array("ARM\u{64}".utf8)]) { $1 }), "Image of arm64"),
    (file([0x38: Array("RSC\u{5}".utf8)]), "Image of RISC-V"),
    (file([0x24: [0x18, 0x28, 0x6f, 0x01]]), "Image of arm"),
    (s390, "Image of s390"),
    (file([0: [0x9f, 0xeb, 1, 0, 24]]), "raw BTF"),
    (file([0: [0xeb, 0x9f, 1, 0]]), "raw BTF"),
    (file([0: Array("!<arch>\n".utf8)]), "ar archive"),
    (file([0: Array("070701".utf8)]), "cpio"),
    (file([0: [0x27, 0x05, 0x19, 0x56]]), "uImage"),
    (file([0: Array("!<arch>\ndebian-binary".utf8)]), "Debian package"),
    (file([0: [0xed, 0xab, 0xee, 0xdb]]), "RPM"),
    (file([:]) + [0] + Array("ustar".utf8), "tar archive"),
    (file([0: Array("!<thin>\n".utf8)]), "thin ar archive"),
    (file([0: [0xd0, 0x0d, 0xfe, 0xed]]), "device tree"),
    (file([0: [0xcf, 0xfa, 0xed, 0xfe]]), "Mach-O"),
    (file([0: [0x0b, 0x01, 0x64, 0]]), "a.out"),
    (file([0: [0, 0, 0x01, 0xeb]]), "Plan 9"),
    (file([0: Array("#!/bin/sh".utf8)]), "a script"),
  ]) func isNamed(_ file: [UInt8], _ words: String) throws {
    let image = GuestImage(name: "test", file: Bytes(file))
    guard case .failure(let error) = image.elf else { throw NotNamed() }
    #expect(error.problem.contains(words))
    #expect(error.cure?.isEmpty == false)
    #expect(image.problem == error)
  }

  @Test func anythingElseIsNot() {
    #expect(ForeignFile(Bytes(Self.file([:]))) == nil)
    #expect(ForeignFile(Bytes([])) == nil)
    // "MZ", and no header where it points.
    #expect(
      ForeignFile(Bytes(Self.file([0: Array("MZ".utf8), 0x3c: [0xff, 0xff, 0xff, 0xff]]))) == nil)
  }

  private struct NotNamed: Error {}
}

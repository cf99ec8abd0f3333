// SPDX-License-Identifier: Apache-2.0

import CElf
import Checks
import GuestImage
import HypervisorABI
import Loaders
import Testing

@Suite struct CodecReadersTests {
  @Test(arguments: [
    (
      [0x42, 0x5a, 0x68],
      "bzip2 payload: the dom0 builder reads it, not Debian's libxenguest nor PV GRUB"
    ),
    (
      [0x89, 0x4c, 0x5a, 0x4f, 0],
      "lzo payload: the dom0 builder and PV GRUB read it, not Debian's libxenguest"
    ),
  ])
  func debiansToolstackLacksIt(magic: [UInt8], words: String) {
    let found = findings(CodecReaders.self, ofBytes: bzImage(payload: magic))
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.hasPrefix(words) == true, "\(found)")
  }

  @Test(arguments: [[0x28, 0xb5, 0x2f, 0xfd], [0x02, 0x21, 0x4c, 0x18], [0x5d, 0, 0]])
  func onlyGRUBLacksIt(magic: [UInt8]) {
    let found = findings(CodecReaders.self, ofBytes: bzImage(payload: magic))
    #expect(found.map(\.severity) == [.note])
    #expect(found.first?.message.contains("read it, not PV GRUB;") == true, "\(found)")
  }

  @Test(arguments: [[0x1f, 0x8b, 0x08], [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]])
  func everybodyReadsIt(magic: [UInt8]) {
    #expect(findings(CodecReaders.self, ofBytes: bzImage(payload: magic)).isEmpty)
  }

  @Test func olderReleasesReadLess() {
    let zstd: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]
    let found = findings(
      CodecReaders.self, ofBytes: bzImage(payload: zstd), target: Target(xen: XenRelease(4, 14)))
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("no loader reads it") == true)
  }

  /// The cure names what all loaders of the release read.
  @Test(arguments: [
    (XenRelease(3, 4), "pack with gzip, or use vmlinux"), (XenRelease(3, 1), "; use vmlinux"),
    (XenRelease(4, 17), "pack with xz or gzip, or use vmlinux"),
  ]) func theCureIsTheReleases(_ release: XenRelease, _ cure: String) {
    let found = findings(
      CodecReaders.self, ofBytes: bzImage(payload: [0x42, 0x5a, 0x68]), target: Target(xen: release)
    )
    #expect(found.first?.message.hasSuffix(cure) == true, "\(found)")
  }
}

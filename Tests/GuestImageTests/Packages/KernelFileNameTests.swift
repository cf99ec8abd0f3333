// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

@Suite struct KernelFileNameTests {
  /// As distributions and builds call their kernels.
  @Test(arguments: [
    "vmlinuz", "/boot/vmlinuz-6.1.0-13-amd64", "vmlinuz-5.14.0-70.el9.x86_64", "vmlinuz-linux-lts",
    "vmlinuz-6.5.6-300.fc39.x86_64+debug", "vmlinuz-0-rescue-1234", "vmlinuz.old", "a/vmlinuz_6.1",
    "bzImage", "arch/x86/boot/bzImage", "bzImage-6.1", "vmlinux", "vmlinux-6.1.0", "vmlinux-6.1.gz",
  ]) func aKernel(name: String) { #expect(KernelFileName.matches(name)) }

  /// What is beside them.
  @Test(arguments: [
    "vmlinuz-6.1.sig", "vmlinuz-6.1.0-13-amd64.config", ".vmlinuz-6.1.hmac", "vmlinuz.sha256sum",
    "vmlinuz-6.1.md5", "vmlinuz-6.1.p7s", "vmlinuz-virt.efi", "bzImage.txt", "vmlinux.lds",
    "vmlinux.lds.S", "vmlinux.bin", "vmlinux.o", "vmlinux.relocs", "vmlinux-gdb.py",
    "vmlinux-6.4.xz", "vmlinux-6.1.config", "vmlinux_new", "link-vmlinux.sh", "System.map-6.1",
    "config-6.1", "initrd.img-6.1", "vmlinuz-6.1/modules.dep", "vmlinuzx", "", "vmlinuz-6.1.",
  ]) func anotherFile(name: String) { #expect(!KernelFileName.matches(name)) }

  @Test func whyItIsNone() throws {
    func problem(_ bytes: [UInt8]) -> String? {
      GuestImage(name: "vmlinuz", file: Bytes(bytes)).missing(.kernel)?.problem
    }
    let guest = ElfBuilder.guest.build()
    let boot = BzImageBuilder(payload: guest).build()
    #expect(problem([]) == "is named like a kernel, but is empty")
    #expect(problem(Array(guest.prefix(19)))?.hasSuffix("ends within its header") == true)
    for bytes in [Array("<html>".utf8), [UInt8](repeating: 0, count: 100_000)] {
      #expect(problem(bytes)?.hasSuffix("is not an ELF file, bzImage or gzip file") == true)
    }
    // A kernel, damaged or not; a script; kernels of s390 and arm64.
    var s390 = [UInt8](repeating: 0, count: 0x10010)
    s390.replaceSubrange(0x10008..<0x1000e, with: Array("S390EP".utf8))
    var arm64 = [UInt8](repeating: 0, count: 256)
    arm64.replaceSubrange(0x38..<0x3c, with: Array("ARMd".utf8))
    for bytes in [guest, Array(guest.prefix(100)), boot, Array("#!/bin/sh\n".utf8), s390, arm64] {
      #expect(problem(bytes) == nil)
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import CElf
import Commands
import Testing

@testable import GuestImage

@Suite struct ImageKindsTests {
  private func kinds(_ bytes: [UInt8]) -> ImageKinds {
    GuestImage(name: "k", file: Bytes(bytes), limit: 1 << 24).kinds
  }

  private static let guest = ElfBuilder.guest.build()

  @Test func kernels() throws {
    for bytes in try [
      Self.guest, ElfBuilder.kernel(notes: []).build(), BzImageBuilder(payload: Self.guest).build(),
      Packer.pack(Self.guest, .gzip), Array(Self.guest.prefix(100)),
      BzImageBuilder(payload: [1, 2, 3]).build(),
    ] {
      #expect(kinds(bytes) == .kernels)
      #expect(bytes.withUnsafeBytes(ImageKinds.kernels.mayBegin))
    }
  }

  @Test func modules() throws {
    for bytes in try [
      ElfBuilder.module(), ElfBuilder.module(".gnu.linkonce.this_module"),
      Packer.pack(ElfBuilder.module(), .xz),
      Packer.pack(ElfBuilder.module(), .zstd),
    ] {
      #expect(kinds(bytes) == .modules)
      #expect(bytes.withUnsafeBytes(ImageKinds.modules.mayBegin))
      #expect(!bytes.withUnsafeBytes(ImageKinds.kernels.mayBegin))
    }
  }

  /// Programs, other machines' kernels, objects, packed kernels that no loader reads, texts.
  @Test func neither() throws {
    var foreign = ElfBuilder.guest
    foreign.machine = UInt16(EM_AARCH64)
    var object = ElfBuilder.kernel(notes: []).build()
    object.set(UInt16(ET_REL), at: 16)
    for type in [PT_INTERP, PT_DYNAMIC, PT_TLS] {
      var program = ElfBuilder.kernel(notes: [])
      program.parts.append(
        ElfBuilder.Part(
          name: ".x", type: SHT_PROGBITS, contents: [1, 2], segment: (type, PF_R)))
      #expect(kinds(program.build()) == [], "\(type)")
    }
    let tag = Notes.note(1, [0, 0, 0, 0], owner: Array("GNU\0".utf8))
    for bytes in try [
      foreign.build(), object, ElfBuilder.kernel(notes: tag).build(), Packer.pack(Self.guest, .xz),
      Array("#!/bin/sh\n".utf8), [],
    ] {
      #expect(kinds(bytes) == [])
    }
  }

  @Test func theHypervisorIsNotAGuest() {
    var hypervisor = ElfBuilder.kernel(notes: [])
    hypervisor.parts.append(
      ElfBuilder.Part(
        name: ".rodata", type: SHT_PROGBITS, contents: Array("xen-%d.%d-x86_64 \0".utf8),
        segment: (PT_LOAD, PF_R)))
    #expect(kinds(hypervisor.build()) == [])
  }

  /// FreeBSD's kernel has an interpreter, and is one all the same.
  @Test func whatBearsXensNotesIsAKernel() throws {
    var kernel = ElfBuilder.guest
    kernel.parts.append(
      ElfBuilder.Part(
        name: ".interp", type: SHT_PROGBITS, contents: [1, 0], segment: (PT_INTERP, PF_R)))
    #expect(kinds(kernel.build()) == .kernels)
  }

  @Test func realFiles() throws {
    for (path, expected) in try [
      (DebianImages.linux(), .kernels), (DebianImages.gnumach(), .kernels),
      (DebianImages.grub32(), .kernels), (DebianImages.xenShim(), .kernels),
      (DebianImages.linuxModule("xen-netfront"), .modules), (DebianImages.xen(), ImageKinds()),
      ("/bin/sh", []), ("/bin/busybox", []),
    ] as [(String, ImageKinds)] {
      #expect(try GuestImage.open(path: path).kinds == expected, "\(path)")
    }
  }
}

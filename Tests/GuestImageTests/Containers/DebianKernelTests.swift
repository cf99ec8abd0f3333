// SPDX-License-Identifier: Apache-2.0

import Commands
import HypervisorABI
import Testing

@testable import GuestImage

/// Real kernels, and what `readelf` says of them.
@Suite struct DebianKernelTests {
  @Test func xzKernel() throws {
    let image = try GuestImage.open(path: DebianImages.linux())
    #expect(image.problem == nil)
    #expect(image.container.kind == .bzImage)
    #expect(image.container.compression == .xz)
    try expectLinux(image)
  }

  @Test func lz4Kernel() throws {
    let image = try GuestImage.open(path: DebianImages.linuxCloud())
    #expect(image.problem == nil)
    #expect(image.container.compression == .lz4)
    try expectLinux(image)
  }

  private func expectLinux(_ image: GuestImage) throws {
    let elf = try image.elf.get()
    #expect(elf.width == .bits64)
    #expect(elf.machineName == "x86_64")
    #expect(UInt32(elf.bytes.count) == image.container.statedSize)
    let xen = elf.notes.filter(\.isXen)
    let segment = xen.filter { if case .segment = $0.origin { true } else { false } }
    let section = xen.filter { if case .section = $0.origin { true } else { false } }
    #expect(segment.map(\.type).sorted() == section.map(\.type).sorted())
    let entry = try #require(segment.first { $0.type == XenNote.entry.number }?.number)
    #expect(elf.section(containing: entry)?.name == ".init.text")
    #expect(elf.isExecutable(at: entry))
    let os = segment.first { $0.type == XenNote.guestOS.number }
    #expect(os?.value(width: elf.width) == .string("linux"))
    #expect(elf.noteTable.defects.isEmpty)
  }

  /// Its notes bear the owner "name": a defect of the package, and what the legacy string is for.
  @Test func gnumach() throws {
    let image = try GuestImage.open(path: DebianImages.gnumach())
    #expect(image.problem == nil)
    #expect(image.container.kind == .gzip)
    #expect(image.container.compression == .gzip)
    let elf = try image.elf.get()
    #expect(!elf.notes.contains { $0.isXen })
    #expect(elf.notes.contains { $0.owner == "name" })
    #expect(elf.legacy?["GUEST_OS"] == "GNU Mach")
    #expect(elf.legacy?["XEN_VER"] == "xen-3.0")
  }
}

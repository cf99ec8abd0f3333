// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI
import TestGuests
import Testing

/// A guest that the hypervisor's builder judges otherwise than the toolstack, or by a rule of its
/// own, and what it then does.
struct Dom0Mutant: Sendable, CustomTestStringConvertible {
  enum Outcome: Sendable {
    /// The guest prints its line.
    case runs
    /// It is built; then it dies, or cannot print.
    case built
    case refused
  }

  let name: String
  let outcome: Outcome
  let bytes: [UInt8]

  init(
    _ name: String, _ outcome: Outcome, of guest: TestGuest = TestGuest(),
    _ edit: (inout TestGuest) -> Void
  ) {
    var guest = guest
    edit(&guest)
    self.init(name, outcome, guest.build().bytes)
  }

  init(_ name: String, _ outcome: Outcome, _ bytes: [UInt8]) {
    self.name = name
    self.outcome = outcome
    self.bytes = bytes
  }

  var testDescription: String { name }
}

/// One of each class of loaders' differences; the toolstack's verdict is in `Mutant`'s tables.
enum Dom0Mutants {
  private static let base = TestGuest.base
  private static let start = TestGuest.start

  static let all = notes + segments + headers + wrappings

  private static let notes = [
    Dom0Mutant("nothing is wrong", .runs) { _ in },
    Dom0Mutant("requires supervisor_mode_kernel", .refused) {
      $0.set(TestNote(.features, "!supervisor_mode_kernel"))
    },
    Dom0Mutant("requires auto_translated_physmap", .runs) {
      $0.set(TestNote(.features, "!auto_translated_physmap"))
    },
    Dom0Mutant("requires dom0", .runs) { $0.set(TestNote(.features, "!dom0")) },
    Dom0Mutant("requires what nobody knows", .refused) { $0.set(TestNote(.features, "!foo")) },
    Dom0Mutant("SUPPORTED_FEATURES without dom0", .refused) {
      $0.remove(.features)
      $0.set(TestNote(.supportedFeatures, 1, size: 4))
    },
    Dom0Mutant("no notes", .refused) { $0.notes = [] },
    Dom0Mutant("XEN_VERSION missing", .refused) { $0.remove(.xenVersion) },
    Dom0Mutant("VIRT_BASE in the hypervisor's space", .refused) {
      $0.move(toBase: 0xffff_8000_0000_0000)
    },
    Dom0Mutant("VIRT_BASE not canonical", .refused) { $0.move(toBase: 0x1234_0000_0000_0000) },
    Dom0Mutant("ENTRY at the end", .built) {
      $0.set(TestNote(.entry, base + start + TestGuest.memory))
    },
    Dom0Mutant("INIT_P2M as Linux has it", .runs) { $0.set(TestNote(.initP2M, 0x80_0000_0000)) },
    Dom0Mutant("INIT_P2M not canonical", .refused) {
      $0.set(TestNote(.initP2M, 0x1234_0000_0000_0000))
    },
    Dom0Mutant("INIT_P2M over the stack", .refused) {
      $0.set(TestNote(.initP2M, base + start + TestGuest.memory))
    },
    Dom0Mutant("HYPERCALL_PAGE outside", .refused) {
      $0.set(TestNote(.hypercallPage, base - 0x1000))
    },
    Dom0Mutant("HYPERCALL_PAGE unaligned", .runs) {
      $0.set(TestNote(.hypercallPage, base + start + 0x2008))
    },
  ]

  private static let segments = [
    Dom0Mutant("p_memsz < p_filesz", .refused) { $0.segments[0].memorySize = 0x1000 },
    Dom0Mutant("p_filesz past the end of file", .runs) { $0.segments[0].fileSize = 0x3800 },
    Dom0Mutant("p_memsz 1 GiB", .refused) { $0.segments[0].memorySize = 1 << 30 },
    Dom0Mutant("p_paddr unaligned", .runs) {
      $0.segments[0].physicalAddress += 8
      $0.set(TestNote(.entry, base + start + 8))
    },
  ]

  private static let headers = [
    Dom0Mutant("EM_386 in ELF64", .refused) { $0.header.machine = UInt16(EM_386) },
    Dom0Mutant("EM_X86_64 in ELF32", .refused, of: .pae) {
      $0.header.machine = UInt16(EM_X86_64)
    },
    Dom0Mutant("EM_ARM", .refused) { $0.header.machine = UInt16(EM_ARM) },
    Dom0Mutant("big-endian flag", .refused) { $0.header.order = UInt8(ELFDATA2MSB) },
  ]

  /// Of a PVH guest; it prints nothing.
  static let pvh = [
    Dom0Mutant("PVH, 64-bit", .built, of: .pvh(is64: true)) { _ in },
    Dom0Mutant("PVH, 32-bit, EM_ARM", .built, of: .pvh(is64: false)) {
      $0.header.machine = UInt16(EM_ARM)
    },
    Dom0Mutant("PVH: no PHYS32_ENTRY", .refused, of: .pvh(is64: true)) {
      $0.notes = TestNote.complete
      $0.remove(.paddrOffset)
    },
    Dom0Mutant("PVH: p_memsz < p_filesz", .refused, of: .pvh(is64: true)) {
      $0.segments[0].memorySize = 0x1000
    },
    Dom0Mutant("PVH: over the PC's hole", .refused, of: .pvh(is64: true)) {
      $0.segments[0].physicalAddress = 0x9_f000
      $0.set(TestNote(.phys32Entry, 0x9_f000, size: 4))
    },
    Dom0Mutant("PVH: above the memory", .refused, of: .pvh(is64: true)) {
      $0.segments[0].physicalAddress = 1 << 30
      $0.set(TestNote(.phys32Entry, 1 << 30, size: 4))
    },
    Dom0Mutant("PVH: PADDR_OFFSET without VIRT_BASE", .refused, of: .pvh(is64: true)) {
      $0.set(TestNote(.paddrOffset, 0))
    },
  ]

  private static let wrappings = [
    "bzImage, bzip2", "bzImage, zstd", "lz4, size too large", "xz, size too large",
    "gzip, size too large",
    "protocol 2.07", "gzip of an ELF", "gzip of a bzImage", "xz of an ELF", "unknown magic",
  ].compactMap { name in
    ContainerMutant.all.first { $0.name == name }
      .map { Dom0Mutant(name, $0.dom0 ? .runs : .refused, $0.bytes) }
  }
}

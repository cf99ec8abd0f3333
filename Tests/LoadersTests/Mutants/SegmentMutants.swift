// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI
import TestGuests

extension Mutant {
  private static let base = TestGuest.base
  private static let start = TestGuest.start

  /// Program headers, and how the kernel fits into memory.
  static let segments: [Mutant] = [
    Mutant("no PT_LOAD", .refused) { $0.segments = [] },
    Mutant("no flags: not loadable", .refused) { $0.segments[0].flags = 0 },
    Mutant("PF_R only", .accepted) { $0.segments[0].flags = UInt32(PF_R) },
    Mutant("flags beyond R, W, X", .refused) { $0.segments[0].flags = 0x8 },
    Mutant("two overlapping", .accepted) { $0.segments.append(TestGuest.Segment()) },
    Mutant("p_vaddr wild", .accepted) { $0.segments[0].virtualAddress = 0x1234 },
    Mutant("p_align 0", .accepted) { $0.segments[0].alignment = 0 },
    Mutant("p_memsz < p_filesz", .accepted) { $0.segments[0].memorySize = 0x1000 },
    Mutant("p_memsz 0: nothing to load", .refused) {
      $0.segments[0].memorySize = 0
      $0.segments[0].fileSize = 0
    },
    Mutant("p_memsz 1 GiB", .refused) { $0.segments[0].memorySize = 1 << 30 },
    Mutant("p_memsz wraps", .refused) { $0.segments[0].memorySize = .max },
    Mutant("p_memsz 500 MiB: no room for the tables", .refused) {
      $0.segments[0].memorySize = 511 << 20
    },
    Mutant("p_filesz past the end of file", .accepted) { $0.segments[0].fileSize = 0x10_0000 },
    Mutant("p_offset past the end of file", .accepted) { $0.segments[0].offset = 0x10_0000 },
    Mutant("p_paddr unaligned", .refused) { $0.segments[0].physicalAddress = start - 8 },
    Mutant("p_paddr 1 GiB", .refused) {
      $0.segments[0].physicalAddress = 1 << 30
      $0.set(TestNote(.entry, base + 1 << 30))
    },
    Mutant("p_paddr below the base", .refused) { $0.segments[0].physicalAddress = 0 &- 0x1000 },
    Mutant("p_paddr 0", .accepted) {
      $0.segments[0].physicalAddress = 0
      $0.set(TestNote(.entry, base))
    },
    Mutant("500 MiB apart: more than twice the span", .accepted) {
      $0.segments += Array(repeating: $0.segments[0], count: 40)
    },
    Mutant("PT_NOTE at offset 0, no SHT_NOTE", .refused) {
      $0.noteOffset = 0
      $0.notesBySection = false
    },
    Mutant("PT_NOTE at offset 0, SHT_NOTE", .accepted) { $0.noteOffset = 0 },
    Mutant("PT_NOTE past the end of file", .accepted) { $0.noteOffset = 0x10_0000 },
    Mutant("notes by segment only", .accepted) { $0.notesBySection = false },
    Mutant("notes by section only", .accepted) { $0.notesBySegment = false },
    Mutant("INIT_P2M inside the kernel", .refused) {
      $0.set(TestNote(.initP2M, base + start + 0x1000))
    },
    Mutant("INIT_P2M at the kernel's end", .accepted) {
      $0.set(TestNote(.initP2M, base + start + TestGuest.memory))
    },
    Mutant("INIT_P2M as Linux has it", .accepted) { $0.set(TestNote(.initP2M, 0x80_0000_0000)) },
    Mutant("INIT_P2M not canonical", .accepted) {
      $0.set(TestNote(.initP2M, 0x1234_0000_0000_0000))
    },
    Mutant("INIT_P2M unaligned: passed over", .accepted) {
      $0.set(TestNote(.initP2M, 0x80_0000_0008))
    },
    Mutant("INIT_P2M just below the base", .accepted) {
      $0.set(TestNote(.initP2M, base - 0x10_0000))
    },
    Mutant("HYPERCALL_PAGE in the kernel", .accepted) {
      $0.set(TestNote(.hypercallPage, base + start + 0x2000))
    },
    Mutant("HYPERCALL_PAGE unaligned", .accepted) {
      $0.set(TestNote(.hypercallPage, base + start + 0x2008))
    },
    Mutant("HYPERCALL_PAGE over the entry", .accepted) {
      $0.set(TestNote(.hypercallPage, base + start))
    },
    Mutant("HYPERCALL_PAGE below the base", .refused) {
      $0.set(TestNote(.hypercallPage, base - 0x1000))
    },
    Mutant("HYPERCALL_PAGE at the last frame", .accepted) {
      $0.set(TestNote(.hypercallPage, base + 512 << 20 - 0x1000))
    },
    Mutant("HYPERCALL_PAGE behind the last frame", .refused) {
      $0.set(TestNote(.hypercallPage, base + 512 << 20))
    },
    Mutant("BSD_SYMTAB without a symbol table", .accepted) {
      $0.set(TestNote(.bsdSymtab, "yes"))
    },
    Mutant("BSD_SYMTAB with one", .accepted) {
      $0.set(TestNote(.bsdSymtab, "yes"))
      $0.symbols = TestGuest.Symbols()
    },
    Mutant("BSD_SYMTAB, strings of another type", .accepted) {
      $0.set(TestNote(.bsdSymtab, "yes"))
      $0.symbols = TestGuest.Symbols()
      $0.symbols?.stringsType = UInt32(SHT_PROGBITS)
    },
    Mutant("BSD_SYMTAB, link wild", .accepted) {
      $0.set(TestNote(.bsdSymtab, "yes"))
      $0.symbols = TestGuest.Symbols()
      $0.symbols?.link = 0x7777
    },
  ]
}

// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI
import TestGuests

extension Mutant {
  /// The ELF header and its tables.
  static let headers: [Mutant] = [
    Mutant("e_phentsize 0", .accepted) {
      $0.header.segmentSize = 0
      $0.notesBySegment = false
    },
    Mutant("e_phentsize 0, notes lost to it", .accepted) { $0.header.segmentSize = 0 },
    Mutant("e_phentsize 0, and no other notes", .refused) {
      $0.header.segmentSize = 0
      $0.notesBySection = false
    },
    Mutant("e_phentsize 32", .accepted) { $0.header.segmentSize = 32 },
    Mutant("e_phentsize 72", .accepted) { $0.header.segmentSize = 72 },
    Mutant("e_phentsize 72, and no other notes", .refused) {
      $0.header.segmentSize = 72
      $0.notesBySection = false
    },
    Mutant("e_phentsize 65,535", .refused) { $0.header.segmentSize = .max },
    Mutant("e_shentsize 0", .accepted) { $0.header.sectionSize = 0 },
    Mutant("e_shentsize 0, notes by section", .refused) {
      $0.header.sectionSize = 0
      $0.notesBySegment = false
    },
    Mutant("e_shentsize 32, notes by section", .refused) {
      $0.header.sectionSize = 32
      $0.notesBySegment = false
    },
    Mutant("e_shentsize 65,535", .refused) { $0.header.sectionSize = .max },
    Mutant("e_phoff off the end", .refused) { $0.header.segmentTable = 0x10_0000 },
    Mutant("e_shoff off the end", .refused) { $0.header.sectionTable = 0x10_0000 },
    Mutant("e_phoff wraps to the start", .refused) {
      $0.header.segmentTable = 0xffff_ffff_ffff_fff0
    },
    Mutant("e_phnum 0", .refused) { $0.header.segmentCount = 0 },
    Mutant("e_phnum 65,535", .refused) { $0.header.segmentCount = .max },
    Mutant("e_shnum 0, notes by segment", .accepted) { $0.header.sectionCount = 0 },
    Mutant("e_shnum 65,535", .refused) { $0.header.sectionCount = .max },
    Mutant("e_shstrndx wild", .accepted) { $0.header.sectionNames = 0x7777 },
    Mutant("e_ehsize 0", .accepted) { $0.header.headerSize = 0 },
    Mutant("ET_DYN", .accepted) { $0.header.type = UInt16(ET_DYN) },
    Mutant("ET_REL", .accepted) { $0.header.type = UInt16(ET_REL) },
    Mutant("e_entry wild, ENTRY right", .accepted) { $0.header.entry = 7 },
    Mutant("big-endian flag", .refused) { $0.header.order = UInt8(ELFDATA2MSB) },
    Mutant("byte order 0", .refused) { $0.header.order = 0 },
    Mutant("class 3", .refused) { $0.header.elfClass = 3 },
    Mutant("class 1 on a 64-bit file", .refused) { $0.header.elfClass = 1 },
    Mutant("EM_386 in ELF64", .accepted, pv32: true) {
      $0.header.machine = UInt16(EM_386)
      $0.move(toBase: 0xc000_0000)
      $0.set(TestNote(.paeMode, "yes"))
    },
    Mutant("EM_X86_64 in ELF32", .accepted, of: .pae) { $0.header.machine = UInt16(EM_X86_64) },
    Mutant("EM_ARM", .refused) { $0.header.machine = UInt16(EM_ARM) },
    Mutant("EM_ARM without notes", .refused) {
      $0.header.machine = UInt16(EM_ARM)
      $0.notes = []
    },
    Mutant("another machine without note tables", .refused) {
      $0.header.machine = UInt16(EM_PPC64)
      ($0.notes, $0.notesBySegment, $0.notesBySection) = ([], false, false)
    },
    Mutant("empty file", .refused, patch: { $0.bytes = [] }),
    Mutant("one byte", .refused, patch: { $0.bytes = [0x7f] }),
    Mutant("51 bytes", .refused, patch: { $0.bytes = Array($0.bytes.prefix(51)) }),
    Mutant("52 bytes", .refused, patch: { $0.bytes = Array($0.bytes.prefix(52)) }),
    Mutant(
      "truncated in the segment table", .refused,
      patch: {
        $0.bytes = Array($0.bytes.prefix(100))
      }),
    Mutant(
      "truncated before the sections", .refused,
      patch: {
        $0.bytes = Array($0.bytes.prefix($0.sections.lowerBound))
      }),
    Mutant("bad magic", .refused, patch: { $0.bytes[1] = 0x65 }),
  ]
}

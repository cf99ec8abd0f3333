// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import TestGuests

extension Mutant {
  private static let base = TestGuest.base
  private static let start = TestGuest.start

  /// Notes that are missing, wrong or odd.
  static let notes: [Mutant] = [
    Mutant("nothing is wrong", .accepted),
    Mutant("no notes", .refused) { $0.notes = [] },
    Mutant("no note tables", .refused) {
      $0.speakLegacy("")
      $0.legacy = nil
    },
    Mutant("XEN_VERSION wrong", .refused) { $0.set(TestNote(.xenVersion, "xen-2.0")) },
    Mutant("XEN_VERSION missing", .refused) { $0.remove(.xenVersion) },
    Mutant("XEN_VERSION by prefix", .accepted) { $0.set(TestNote(.xenVersion, "xen-3.0foo")) },
    Mutant("VIRT_BASE missing", .refused) { $0.remove(.virtBase) },
    Mutant("VIRT_BASE zero", .refused) { $0.set(TestNote(.virtBase, 0)) },
    Mutant("VIRT_BASE of 4 bytes", .refused) { $0.set(TestNote(.virtBase, base, size: 4)) },
    Mutant("VIRT_BASE all ones", .refused) { $0.set(TestNote(.virtBase, .max)) },
    Mutant("VIRT_BASE twice, the last counts", .refused) {
      $0.notes.append(TestNote(.virtBase, 0))
    },
    Mutant("VIRT_BASE unaligned", .refused) { $0.set(TestNote(.virtBase, base + 4)) },
    Mutant("VIRT_BASE in the hypervisor's space", .accepted) {
      $0.move(toBase: 0xffff_8000_0000_0000)
    },
    Mutant("VIRT_BASE not canonical", .accepted) { $0.move(toBase: 0x1234_0000_0000_0000) },
    Mutant("VIRT_BASE at the top: never ends", .refused) {
      $0.move(toBase: 0xffff_ffff_ffcf_0000)
    },
    Mutant("ENTRY outside", .refused) { $0.set(TestNote(.entry, base)) },
    Mutant("ENTRY at the end", .accepted) {
      $0.set(TestNote(.entry, base + start + TestGuest.memory))
    },
    Mutant("ENTRY behind the end", .refused) {
      $0.set(TestNote(.entry, base + start + TestGuest.memory + 1))
    },
    Mutant("ENTRY of 3 bytes", .refused) { $0.set(TestNote(.entry, base, size: 3)) },
    Mutant("ENTRY missing", .accepted) { $0.remove(.entry) },
    Mutant("PADDR_OFFSET mismatched", .refused) { $0.set(TestNote(.paddrOffset, base)) },
    Mutant("PADDR_OFFSET missing", .accepted) { $0.remove(.paddrOffset) },
    Mutant("GUEST_OS missing", .accepted) { $0.remove(.guestOS) },
    Mutant("LOADER missing", .refused) { $0.remove(.loader) },
    Mutant("LOADER missing, GUEST_OS linux", .accepted) {
      $0.remove(.loader)
      $0.set(TestNote(.guestOS, "linux-2.6"))
    },
    Mutant("LOADER by prefix", .accepted) { $0.set(TestNote(.loader, "genericX")) },
    Mutant("GUEST_OS and LOADER missing", .refused) {
      $0.remove(.guestOS)
      $0.remove(.loader)
    },
    Mutant("LOADER over 15 bytes", .refused) {
      $0.set(TestNote(.loader, "something quite long"))
      $0.set(TestNote(.guestOS, "another long string"))
    },
    Mutant("strings without NUL", .accepted) {
      $0.set(TestNote(.xenVersion, Array("xen-3.0".utf8)))
    },
    Mutant("string that is not UTF-8", .refused) {
      $0.set(TestNote(.xenVersion, [0xff, 0xfe, 0x41, 0]))
    },
    Mutant("string of 4,096 bytes", .accepted) { $0.set(TestNote(.guestVersion, long(4096))) },
    Mutant("string of 4,097 bytes: passed over", .refused) {
      $0.set(TestNote(.xenVersion, long(4097)))
    },
    Mutant("owner \"Xen!\"", .refused) { rename(&$0, "Xen!\0") },
    Mutant("owner \"xen\"", .refused) { rename(&$0, "xen\0") },
    Mutant("namesz 3", .accepted) { $0.notes[0].nameSize = 3 },
    Mutant("namesz 8", .accepted) {
      for index in $0.notes.indices { $0.notes[index].name = Array("Xen\0junk".utf8) }
    },
    Mutant("namesz 0: the next note is lost", .refused) { $0.notes[3].nameSize = 0 },
    Mutant("namesz wraps", .refused) { $0.notes[0].nameSize = .max },
    Mutant("descsz huge, last note", .accepted) {
      $0.notes.append(TestNote(.suspendCancel, 1, size: 4))
      $0.notes[$0.notes.count - 1].descriptorSize = 0x7fff_fff0
    },
    Mutant("descsz huge, first note", .refused) { $0.notes[0].descriptorSize = 0x7fff_fff0 },
    Mutant("descsz wraps", .refused) { $0.notes[0].descriptorSize = .max },
    Mutant("unknown types", .accepted) {
      $0.notes.insert(TestNote(0x7777, [1, 2, 3]), at: 0)
      $0.notes.append(TestNote(.info, "A=B"))
      $0.notes.append(TestNote(.l1MfnValid, 1))
    },
    Mutant("of another owner, first", .accepted) {
      $0.notes.insert(TestNote(3, [9, 9, 9, 9], name: Array("GNU\0".utf8)), at: 0)
    },
    Mutant("only of other owners", .refused) {
      $0.notes = [TestNote(3, [9, 9, 9, 9], name: Array("GNU\0".utf8))]
    },
    Mutant("PHYS32_ENTRY only", .refused) {
      $0.notes = [TestNote(.phys32Entry, start, size: 4)]
    },
    Mutant("PAE \"no\" on 64-bit", .accepted) { $0.set(TestNote(.paeMode, "no")) },
    Mutant("SUSPEND_CANCEL and MOD_START_PFN", .accepted) {
      $0.set(TestNote(.suspendCancel, 1, size: 1))
      $0.set(TestNote(.modStartPfn, 1, size: 2))
    },
    Mutant("70,000 notes", .accepted) {
      $0.notes += Array(repeating: TestNote(0, [], name: []), count: 70000)
    },
    Mutant("70,000 notes before the Xen ones", .refused) {
      $0.notes = Array(repeating: TestNote(0, [], name: []), count: 70000) + $0.notes
    },
  ]

  private static func long(_ count: Int) -> String { String(repeating: "x", count: count) }

  private static func rename(_ guest: inout TestGuest, _ owner: String) {
    for index in guest.notes.indices { guest.notes[index].name = Array(owner.utf8) }
  }
}

// SPDX-License-Identifier: Apache-2.0

import CElf
import Checks
import HypervisorABI
import TestGuests
import Testing

@Suite struct EntryCodeTests {
  private static let base = TestGuest.base + TestGuest.start

  @Test(arguments: [
    (base + TestGuest.memory, "the kernel's end"), (base + 0x3000, "in bss"),
    (base + 0x800, "where the file contains zeros"), (base - 0x1000, "in no segment"),
  ])
  func noCode(entry: UInt64, words: String) {
    let found = findings(EntryCode.self) { $0.set(TestNote(.entry, entry)) }
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.contains(words) == true, "\(found)")
    #expect(found.first?.place.address == entry)
  }

  @Test func hole() {
    let found = findings(EntryCode.self) {
      $0.addSegment(physical: 0x20_0000, memory: 4096)
      $0.set(TestNote(.entry, TestGuest.base + 0x18_0000))
    }
    #expect(found.first?.message.contains("in no segment") == true)
  }

  /// No loader looks at the address for which Linux's per-CPU data was linked.
  @Test func perCPUData() {
    let found = findings(EntryCode.self) {
      $0.addPerCPUSegment()
      $0.set(TestNote(.entry, 0x10))
    }
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.contains("ENTRY 0x10 is in no segment") == true, "\(found)")
    let byDefault = findings(EntryDefault.self) {
      $0.addPerCPUSegment()
      $0.remove(.entry)
      $0.header.entry = 0x10
    }
    #expect(byDefault.map(\.place.address) == [0x10])
  }

  @Test func dataSection() {
    var guest = TestGuest()
    let address = Self.base + 0x1000
    guest.set(TestNote(.entry, address))
    var image = guest.build()
    image.changeNoteSection(flags: UInt64(SHF_ALLOC), address: address)
    let found = findings(EntryCode.self, ofBytes: image.bytes)
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.place.section == ".note.Xen")
  }

  /// Loaders and initial page tables ignore flags.
  @Test func flagsAlone() {
    let found = findings(EntryCode.self) { $0.segments[0].flags = UInt32(PF_R) }
    #expect(found.map(\.severity) == [.warning])
  }

  @Test func code() {
    #expect(findings(EntryCode.self).isEmpty)
    #expect(findings(EntryCode.self) { $0.remove(.entry) }.isEmpty)
    #expect(findings(EntryCode.self) { $0.speakLegacy(TestGuest.legacyString) }.isEmpty)
  }
}

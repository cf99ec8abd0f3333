// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct EntryDefaultTests {
  /// As Linux has it: e_entry is physical.
  @Test func physicalEntry() {
    let found = findings(EntryDefault.self) {
      $0.remove(.entry)
      $0.header.entry = TestGuest.start
    }
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.contains("e_entry 0x100000") == true)
  }

  /// Debian's 686-pae kernel: no PV, but PVH.
  @Test func pvhEntrySavesIt() {
    let found = findings(EntryDefault.self) {
      $0.remove(.entry)
      $0.header.entry = TestGuest.start
      $0.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
    }
    #expect(found.map(\.severity) == [.note])
  }

  @Test func virtualEntry() {
    #expect(findings(EntryDefault.self).isEmpty)
    #expect(findings(EntryDefault.self) { $0.remove(.entry) }.isEmpty)
  }
}

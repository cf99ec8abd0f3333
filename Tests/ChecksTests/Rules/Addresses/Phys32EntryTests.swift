// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import TestGuests
import Testing

@Suite struct Phys32EntryTests {
  @Test(arguments: [
    (UInt64(0x20_0000), "in no segment"), (TestGuest.start + 0x3000, "in bss"),
    (TestGuest.start + 0x800, "zeros"),
  ])
  func noCode(entry: UInt64, words: String) {
    let found = findings(Phys32Entry.self) { $0.set(TestNote(.phys32Entry, entry, size: 4)) }
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.contains(words) == true, "\(found)")
  }

  @Test func virtualAddress() {
    let found = findings(Phys32Entry.self) {
      $0.set(TestNote(.phys32Entry, TestGuest.base + TestGuest.start))
    }
    #expect(found.first?.message.contains("cut to 0x80100000") == true)
  }

  @Test func code() {
    #expect(findings(Phys32Entry.self).isEmpty)
    #expect(findings(Phys32Entry.self, of: .pvh(is64: true)).isEmpty)
    #expect(findings(Phys32Entry.self, of: .pvh(is64: false)).isEmpty)
  }
}

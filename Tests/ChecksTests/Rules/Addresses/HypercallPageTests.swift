// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct HypercallPageTests {
  private static let base = TestGuest.base + TestGuest.start

  @Test(arguments: [
    (base - 0x1000, "outside the kernel"), (base + TestGuest.memory, "outside the kernel"),
    (base + 0x1010, "not aligned"), (base, "the entry"), (base + 0x1000, "not empty"),
  ])
  func wrongPlace(page: UInt64, words: String) {
    let found = findings(HypercallPage.self) { $0.set(TestNote(.hypercallPage, page)) }
    #expect(found.count == 1)
    #expect(found.first?.message.contains(words) == true, "\(found)")
    #expect(found.first?.place.address == page)
  }

  /// The address for which Linux's per-CPU data was linked is none of the kernel's.
  @Test func perCPUData() {
    let found = findings(HypercallPage.self) {
      $0.addPerCPUSegment()
      $0.set(TestNote(.hypercallPage, 0))
    }
    #expect(found.first?.message.contains("outside the kernel") == true, "\(found)")
  }

  @Test func missingIsFine() { #expect(findings(HypercallPage.self).isEmpty) }

  @Test func bssIsFine() {
    #expect(
      findings(HypercallPage.self) { $0.set(TestNote(.hypercallPage, Self.base + 0x2000)) }
        .isEmpty)
  }
}

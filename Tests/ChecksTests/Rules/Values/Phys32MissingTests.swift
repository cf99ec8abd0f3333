// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct Phys32MissingTests {
  @Test func pvOnly() {
    let found = findings(Phys32Missing.self)
    #expect(found.map(\.severity) == [.note])
    #expect(found.first?.message.contains("Permission denied") == true)
  }

  @Test func thereOrNotAskedFor() {
    let found = findings(Phys32Missing.self) {
      $0.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
    }
    #expect(found.isEmpty)
    let pv = subject(ofBytes: TestGuest().build().bytes, verdicts: [asked(.pv, .domU)])
    #expect(Phys32Missing.check(pv).isEmpty)
  }
}

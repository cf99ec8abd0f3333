// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct LegacyGuestStringTests {
  @Test func alone() {
    let found = findings(LegacyGuestString.self) { $0.speakLegacy(TestGuest.legacyString) }
    #expect(found.map(\.place.section) == ["__xen_guest"])
    #expect(found.first?.message.contains("PV only") == true)
  }

  @Test func besideNotes() {
    let found = findings(LegacyGuestString.self) { $0.legacy = TestGuest.legacyString }
    #expect(found.count == 1)
    #expect(found.first?.message.contains("never read") == true)
  }

  @Test func notesAlone() { #expect(findings(LegacyGuestString.self).isEmpty) }
}

// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct LegacyKeyTests {
  @Test func namesTheNearest() {
    let found = findings(LegacyKey.self) {
      $0.speakLegacy(TestGuest.legacyString + ",GUEST_VERSION=1.3")
    }
    #expect(found.count == 1)
    #expect(found.first?.message.contains("nearest is GUEST_VER") == true)
  }

  @Test func knownKeys() {
    #expect(findings(LegacyKey.self) { $0.speakLegacy(TestGuest.legacyString) }.isEmpty)
    #expect(findings(LegacyKey.self) { $0.legacy = "NONSENSE=1" }.isEmpty, "notes win")
  }
}

// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct LegacyKeyTests {
  @Test func namesTheNearest() {
    for (key, meant) in [
      ("GUEST_VERSION", "GUEST_VER"), ("ENTRY", "VIRT_ENTRY"), ("virt_base", "VIRT_BASE"),
    ] {
      let found = findings(LegacyKey.self) {
        $0.speakLegacy(TestGuest.legacyString + ",\(key)=1.3")
      }
      #expect(found.count == 1)
      #expect(found.first?.message.contains("did you mean \(meant)?") == true, "\(found)")
    }
  }

  @Test func suggestsNothingForWhatIsFar() {
    let found = findings(LegacyKey.self) {
      $0.speakLegacy(TestGuest.legacyString + ",COLOUR_OF_CONSOLE=red")
    }
    #expect(found.map(\.message).filter { $0.contains("did you mean") } == [])
    #expect(found.count == 1)
  }

  @Test func knownKeys() {
    #expect(findings(LegacyKey.self) { $0.speakLegacy(TestGuest.legacyString) }.isEmpty)
    #expect(findings(LegacyKey.self) { $0.legacy = "NONSENSE=1" }.isEmpty, "notes win")
  }
}

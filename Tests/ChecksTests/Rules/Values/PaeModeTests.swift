// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct PaeModeTests {
  /// The legacy string's value means nothing in a note.
  @Test(arguments: ["no", "yes[extended-cr3]"])
  func notPAE(value: String) {
    var guest = TestGuest.pae
    guest.set(TestNote(.paeMode, value))
    #expect(findings(PaeMode.self, of: guest).map(\.severity) == [.error])
  }

  @Test func missing() {
    var guest = TestGuest.pae
    guest.remove(.paeMode)
    #expect(findings(PaeMode.self, of: guest).map(\.place.note) == ["PAE_MODE"])
  }

  @Test func saidOrNotNeeded() {
    #expect(findings(PaeMode.self, of: .pae).isEmpty)
    #expect(findings(PaeMode.self) { $0.set(TestNote(.paeMode, "no")) }.isEmpty, "64-bit")
  }
}

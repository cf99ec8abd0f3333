// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct XenVersionTests {
  @Test func byPrefixOnly() {
    let found = findings(XenVersion.self) { $0.set(TestNote(.xenVersion, "xen-3.0foo")) }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("\"xen-3.0foo\"") == true)
  }

  @Test func wrongOrMissing() {
    let wrong = findings(XenVersion.self) { $0.set(TestNote(.xenVersion, "xen-4.17")) }
    #expect(wrong.map(\.severity) == [.error])
    let missing = findings(XenVersion.self) { $0.remove(.xenVersion) }
    #expect(missing.map(\.severity) == [.error])
  }

  @Test func aPVHGuestCanDoWithout() {
    let both = findings(XenVersion.self) {
      $0.remove(.xenVersion)
      $0.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
    }
    #expect(both.map(\.severity) == [.note])
    let wrong = findings(XenVersion.self) {
      $0.set(TestNote(.xenVersion, "xen-4.17"))
      $0.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
    }
    #expect(wrong.map(\.severity) == [.note])
    #expect(findings(XenVersion.self, of: .pvh(is64: true)).isEmpty)
  }

  @Test func right() {
    #expect(findings(XenVersion.self).isEmpty)
    #expect(findings(XenVersion.self) { $0.speakLegacy(TestGuest.legacyString) }.isEmpty)
  }
}

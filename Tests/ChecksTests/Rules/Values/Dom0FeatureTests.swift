// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct Dom0FeatureTests {
  @Test func bitmapWithoutDom0() {
    let found = findings(Dom0Feature.self) {
      $0.remove(.features)
      $0.set(TestNote(.supportedFeatures, 1, size: 4))
    }
    #expect(found.map(\.place.note) == ["SUPPORTED_FEATURES"])
    #expect(found.first?.message.contains("bit 11") == true)
  }

  @Test func notAskedForDom0() {
    var guest = TestGuest()
    guest.remove(.features)
    guest.set(TestNote(.supportedFeatures, 1, size: 4))
    let subject = subject(ofBytes: guest.build().bytes, verdicts: [asked(.pv, .domU)])
    #expect(Dom0Feature.check(subject).isEmpty)
  }

  @Test func noBitmapOrWithTheBit() {
    #expect(findings(Dom0Feature.self).isEmpty)
    let found = findings(Dom0Feature.self) {
      $0.set(TestNote(.supportedFeatures, 1 << 11, size: 4))
    }
    #expect(found.isEmpty)
  }
}

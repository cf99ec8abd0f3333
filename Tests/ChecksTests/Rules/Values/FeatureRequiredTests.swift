// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct FeatureRequiredTests {
  @Test(arguments: [
    ("!dom0", DomainRole.domU), ("!auto_translated_physmap", .domU),
    ("!supervisor_mode_kernel", .dom0),
  ])
  func oneLoaderRefuses(features: String, role: DomainRole) {
    let found = findings(FeatureRequired.self) { $0.set(TestNote(.features, features)) }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("as PV \(role.rawValue)") == true)
  }

  @Test func onlyWhatWasAskedFor() {
    var guest = TestGuest()
    guest.set(TestNote(.features, "!dom0"))
    let verdicts = [asked(.pv, .dom0), asked(.pvh, .domU)]
    let subject = subject(ofBytes: guest.build().bytes, verdicts: [verdicts[0]])
    #expect(FeatureRequired.check(subject).isEmpty)
  }

  @Test func offeredOrGranted() {
    #expect(findings(FeatureRequired.self).isEmpty)
    let linux = findings(FeatureRequired.self) {
      $0.set(TestNote(.features, "!writable_page_tables"))
    }
    #expect(linux.isEmpty)
  }
}

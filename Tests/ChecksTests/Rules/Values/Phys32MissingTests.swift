// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct Phys32MissingTests {
  @Test func pvOnly() {
    let found = findings(Phys32Missing.self)
    #expect(found.map(\.severity) == [.note])
    #expect(found.first?.message.contains("Permission denied") == true)
  }

  /// Before 4.7 no loader reads it, but it is there.
  @Test(arguments: [XenRelease(3, 0, 3), XenRelease(4, 6), .standard])
  func thereForLaterReleases(_ release: XenRelease) {
    let found = findings(Phys32Missing.self, target: Target(xen: release)) {
      $0.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
    }
    #expect(found.isEmpty)
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

// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestImage
import HypervisorABI
import Loaders
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

  /// What an asked loader refuses is an error, whatever else the kernel can do; what no loader was
  /// asked is a note.
  @Test(arguments: [true, false]) func ofTheModesThatWereAsked(_ isPVH: Bool) {
    var guest = TestGuest()
    guest.set(TestNote(.xenVersion, "xen-4"))
    if isPVH { guest.set(TestNote(.phys32Entry, TestGuest.start, size: 4)) }
    let bytes = guest.build().bytes
    func severities(_ modes: [GuestMode]) -> [Severity] {
      let verdicts = Loaders.verdicts(
        on: GuestImage(name: "test", file: Bytes(bytes)), modes: modes,
        roles: DomainRole.allCases, target: Target())
      return XenVersion.check(subject(ofBytes: bytes, verdicts: verdicts)).map(\.severity)
    }
    #expect(severities([.pv]) == [.error])
    #expect(severities([.shim]) == [.error])
    #expect(severities([.pv, .pvh]) == [.error])
    #expect(severities([.pvh]) == [.note])
  }

  /// Xen 4.7 to 4.10 check it of PVH kernels too.
  @Test(arguments: [("4.6", 0), ("4.7", 1), ("4.10", 1), ("4.11", 0)])
  func ofPVH(_ release: String, _ count: Int) throws {
    let target = Target(xen: try #require(XenRelease(release)))
    let found = findings(XenVersion.self, of: .pvh(is64: false), target: target)
    #expect(found.map(\.severity) == Array(repeating: .error, count: count))
    #expect(found.allSatisfy { $0.message.contains("refuses it as PV and as PVH") })
  }

  @Test func right() {
    #expect(findings(XenVersion.self).isEmpty)
    #expect(findings(XenVersion.self) { $0.speakLegacy(TestGuest.legacyString) }.isEmpty)
  }
}

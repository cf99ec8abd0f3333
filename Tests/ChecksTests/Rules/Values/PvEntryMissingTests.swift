// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct PvEntryMissingTests {
  /// What the release's loaders say of a kernel that is for PVH only, asked for as PV.
  private func findings(_ release: XenRelease) -> [Finding] {
    let bytes = TestGuest.pvh(is64: true).build().bytes
    let target = Target(xen: release)
    let verdicts = Loaders.verdicts(
      on: GuestImage(name: "test", file: Bytes(bytes)), modes: [.pv], roles: [.domU],
      target: target)
    return PvEntryMissing.check(subject(ofBytes: bytes, target: target, verdicts: verdicts))
  }

  /// From 4.10.1 to 4.15 the PVH entry lets it pass as PV.
  @Test(arguments: [
    (XenRelease(4, 10, 1), Severity.error), (XenRelease(4, 11), .error),
    (XenRelease(4, 15), .error),
    (XenRelease(4, 9), .error), (XenRelease(4, 16), .error), (XenRelease(4, 17), .error),
  ]) func aKernelForPVHOnly(_ release: XenRelease, _ severity: Severity) {
    let found = findings(release)
    #expect(found.map(\.severity) == [severity])
    let isAccepted = found.first?.message.contains("accepts the image as PV") ?? false
    #expect(isAccepted == (release > XenRelease(4, 10) && release < XenRelease(4, 16)))
    #expect(found.first?.message.contains("type = \"pvh\"") == true)
  }

  @Test func notAskedForOrThere() {
    let bytes = TestGuest.pvh(is64: true).build().bytes
    let pvh = subject(ofBytes: bytes, verdicts: [asked(.pvh, .domU)])
    #expect(PvEntryMissing.check(pvh).isEmpty)
    var both = TestGuest()
    both.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
    let pv = subject(ofBytes: both.build().bytes, verdicts: [asked(.pv, .domU)])
    #expect(PvEntryMissing.check(pv).isEmpty)
  }
}

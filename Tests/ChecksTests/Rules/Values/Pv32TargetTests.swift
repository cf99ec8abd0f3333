// SPDX-License-Identifier: Apache-2.0

import Checks
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct Pv32TargetTests {
  @Test func namesTheShim() {
    let found = findings(Pv32Target.self, of: .pae)
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("pvshim = 1") == true)
  }

  @Test func withAPVHEntry() {
    var guest = TestGuest.pae
    guest.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
    #expect(findings(Pv32Target.self, of: guest).map(\.severity) == [.note])
    let bytes = guest.build().bytes
    let refused = Loaders.verdicts(
      on: GuestImage(name: "test", file: Bytes(bytes)), modes: [.pv], roles: [.domU],
      target: Target())
    let found = Pv32Target.check(subject(ofBytes: bytes, verdicts: refused))
    #expect(found.map(\.severity) == [.warning])
  }

  @Test func whereItIsOffered() {
    #expect(findings(Pv32Target.self).isEmpty, "64-bit")
    #expect(findings(Pv32Target.self, of: .pae, target: Target(pv32: true)).isEmpty)
    #expect(findings(Pv32Target.self, of: .pae, target: Target(xen: XenRelease(4, 11))).isEmpty)
    #expect(findings(Pv32Target.self, of: .pvh(is64: false)).isEmpty)
  }
}

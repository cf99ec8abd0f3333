// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import HypervisorABI
import Instructions
import Testing

@testable import GuestCode

@Suite struct TreatmentTests {
  /// Xen 2.0 has no emulator of privileged instructions: what later releases emulate is a fault.
  @Test(arguments: [InstructionClass.clts, .movFromCR, .movToCR3, .wbinvd, .out])
  func xen2_0EmulatesNothing(kind: InstructionClass) throws {
    let early = try #require(Treatment.of(kind, in: XenRelease(2, 0)))
    #expect(early.outcome == .faults && early.severity == .error)
    #expect(Treatment.of(kind, in: XenRelease(3, 0))?.outcome != .faults)
  }

  @Test func whatDoesNotTrapIsTheSame() {
    #expect(
      Treatment.of(.popf, in: XenRelease(2, 0)) == Treatment.of(.popf, in: XenRelease(3, 0)))
  }
}

// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorABI

@Suite struct MechanismTests {
  @Test func eachGuestHasItsWays() {
    func names(_ caller: Hypercall.Caller, _ release: XenRelease) -> [String] {
      Mechanism.all(for: caller, in: release).map(\.name)
    }
    #expect(names(.pv32, .v2_0) == ["direct"])
    #expect(names(.pv64, .v2_0) == [])
    #expect(names(.pv64, .v3_0_0) == ["direct"])
    #expect(names(.pv32, .v3_0_0) == ["direct"] && names(.pv64, .v3_0_0) == ["direct"])
    #expect(names(.pv32, .v3_0_2) == ["page", "direct"])
    #expect(names(.hvm64, .v3_0_2) == [])
    for caller in [Hypercall.Caller.hvm32, .hvm64] {
      #expect(names(caller, .v3_0_3) == ["page", "direct", "vmcall", "vmmcall"])
    }
  }

  @Test func areFoundByGuestAndName() {
    #expect(Mechanism.named("direct", for: .pv32)?.step == .trap(.int82))
    #expect(Mechanism.named("direct", for: .pv64)?.step == .trap(.syscall))
    #expect(Mechanism.named("direct", for: .hvm64)?.step == .trapByVendor)
    #expect(Mechanism.named("vmcall", for: .pv64) == nil)
  }

  /// A preempted call of a PV guest runs again two bytes before where it would go on.
  @Test func trapInTwoBytesUnlessAContainerHoldsTheGuest() {
    for mechanism in Mechanism.all {
      for caller in mechanism.callers where !caller.isHvm {
        #expect(mechanism.traps(for: caller).allSatisfy { $0.bytes.count == 2 })
      }
    }
  }

  /// Only `syscall` itself destroys registers, and the page's stubs save them.
  @Test func loseWhatTheInstructionDestroys() {
    #expect(Mechanism.named("direct", for: .pv64)?.clobbers == ["rcx", "r11"])
    #expect(Mechanism.all.filter { !$0.clobbers.isEmpty }.count == 1)
  }

  @Test func callersAreProcessorsAndContainers() {
    for caller in Hypercall.Caller.allCases {
      #expect(Hypercall.Caller(caller.architecture, isHvm: caller.isHvm) == caller)
      #expect(caller.convention.arguments.count == 5)
    }
  }
}

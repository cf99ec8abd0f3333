// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import AbiComparison

@Suite struct ConstantDifferenceTests {
  private func names(_ used: [String: Int], in release: XenRelease = .standard) -> [String] {
    ConstantDifference.all(used: used, with: release.numbers(on: .x86_64)).map(\.name)
  }

  @Test func anotherNumberIsFound() {
    #expect(names(["SCHEDOP_poll": 4, "SCHEDOP_block": 1]) == ["SCHEDOP_poll"])
    #expect(names(["__HYPERVISOR_event_channel_op": 31]) == ["__HYPERVISOR_event_channel_op"])
    #expect(names(["XENFEAT_supervisor_mode_kernel": 4]) == ["XENFEAT_supervisor_mode_kernel"])
    #expect(names(["XEN_ELFNOTE_ENTRY": 2]) == ["XEN_ELFNOTE_ENTRY"])
  }

  @Test func whatLivesOnUnderALongerNameIsNone() {
    // Linux up to 2.6.28: number 6 is answered still, as sched_op_compat.
    #expect(names(["__HYPERVISOR_sched_op": 6]).isEmpty)
    #expect(names(["__HYPERVISOR_sched_op": 7]) == ["__HYPERVISOR_sched_op"])
  }

  @Test func whatOnlyCountsIsNone() {
    #expect(names(["HVM_NR_PARAMS": 19, "XS_TYPE_COUNT": 12]).isEmpty)
  }

  @Test func aSignIsNoDifference() {
    #expect(names(["GNTTAB_CACHE_SOURCE_GREF": -2_147_483_648]).isEmpty)
  }

  @Test func traceEventsAreNotTheGuests() {
    #expect(!NumberGroups.guestNames.contains("TRC_SCHED_WAKE"))
    #expect(NumberGroups.guestNames.contains("SCHEDOP_poll"))
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import Testing

@Suite struct NearestTests {
  private let names = ["start_info", "shared_info", "arch_shared_info", "sched_poll", "mmu_update"]

  @Test func putsTheFewestEditsFirst() {
    #expect(Nearest.names("start_inof", among: names) == ["start_info"])
    #expect(Nearest.names("shared_inf", among: names).first == "shared_info")
  }

  @Test func findsAPartOfAName() {
    #expect(Nearest.names("POLL", among: names) == ["sched_poll"])
    #expect(Nearest.names("shared", among: names) == ["shared_info", "arch_shared_info"])
  }

  @Test func givesNothingForWhatIsFar() {
    #expect(Nearest.names("xyzzy", among: names).isEmpty)
    #expect(Nearest.names("", among: names).isEmpty)
  }

  @Test func givesAtMostAsManyAsAsked() {
    #expect(Nearest.names("info", among: names, limit: 2).count == 2)
  }
}

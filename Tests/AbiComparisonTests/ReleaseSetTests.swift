// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Testing

@testable import HypervisorABI

@Suite struct ReleaseSetTests {
  private func words(_ releases: [String], among all: [XenRelease] = XenRelease.modelled) -> String
  {
    ReleaseSet(releases.compactMap { XenRelease($0) }, among: all).description
  }

  @Test func runsAreNamedByTheirEnds() {
    #expect(words([]) == "in no release")
    #expect(words(["3.1", "3.2"]) == "3.1–3.2")
    #expect(words(["3.0.2", "4.0"]) == "in 3.0.2, in 4.0")
    #expect(words(["4.21", "4.22"]) == "from 4.21")
    #expect(words(XenRelease.modelled.map(\.description)) == "from 3.0.0")
  }

  @Test func aThingThatIsGoneHasNoOpenEnd() {
    let all = XenRelease.modelled.filter { $0 < .v4_0 }
    #expect(words(["3.3", "3.4"], among: all) == "3.3–3.4")
  }
}

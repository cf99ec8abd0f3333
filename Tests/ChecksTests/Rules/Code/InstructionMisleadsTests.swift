// SPDX-License-Identifier: Apache-2.0

import Checks
import Testing

@Suite struct InstructionMisleadsTests {
  @Test func popfIsWorseThanPushf() throws {
    let found = try findings(InstructionMisleads.self, code: "pushf; nop; popf; ret")
    #expect(found.map(\.severity) == [.warning, .error])
    #expect(found.last?.message.contains("silently") == true)
  }

  @Test func tablesOfTheHypervisor() throws {
    let found = try findings(InstructionMisleads.self, code: "sidt (%esp); ret", bits: 32)
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.place.address == 0xc010_0000)
  }

  @Test func cpuidByXensPrefix() throws {
    let code = "ud2; .ascii \"xen\"; cpuid; ret"
    #expect(try findings(InstructionMisleads.self, code: code).isEmpty)
  }
}

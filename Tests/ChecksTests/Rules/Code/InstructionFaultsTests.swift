// SPDX-License-Identifier: Apache-2.0

import Checks
import Testing

@Suite struct InstructionFaultsTests {
  @Test func oneFindingForEachClass() throws {
    let found = try findings(
      InstructionFaults.self, code: "cli; ret\n.globl stop\nstop: hlt; cli; jmp stop")
    #expect(
      found.map(\.message) == [
        """
        cli, 2 times, first in "start+0x0": #GP; with virtual IOPL 1 it does nothing, and events \
        keep coming; set the vCPU's evtchn_upcall_mask
        """,
        "hlt, once, first in \"stop+0x0\": #GP; SCHEDOP_block; SCHEDOP_shutdown to stop for good",
      ])
    #expect(found.map(\.place.symbol) == ["start", "stop"])
    #expect(found.map(\.severity) == [.error, .error])
  }

  @Test func codeThatAnyRingMayExecute() throws {
    #expect(try findings(InstructionFaults.self, code: "mov %cr2, %rax; rdtsc; ret").isEmpty)
  }

  @Test func whatIsExpectedToFaultIsNone() throws {
    let code = "1: hlt; ret\n.section __ex_table, \"a\"; .quad 1b, 1b"
    #expect(try findings(InstructionFaults.self, code: code).isEmpty)
  }
}

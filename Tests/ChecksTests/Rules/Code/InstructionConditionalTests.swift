// SPDX-License-Identifier: Apache-2.0

import Checks
import Testing

@Suite struct InstructionConditionalTests {
  @Test func portsAreWarnings() throws {
    let found = try findings(InstructionConditional.self, code: "in $0x71, %al; out %al, %dx; ret")
    #expect(found.map(\.severity) == [.warning, .warning])
    #expect(found.allSatisfy { $0.message.contains("PHYSDEVOP_set_iopl(1)") })
  }

  @Test func whatXenEmulatesAnywayIsNone() throws {
    let code = "clts; mov %cr0, %rax; mov %rax, %cr2; wbinvd; ret"
    #expect(try findings(InstructionConditional.self, code: code).isEmpty)
  }
}

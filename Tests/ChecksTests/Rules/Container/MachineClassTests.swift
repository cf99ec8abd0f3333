// SPDX-License-Identifier: Apache-2.0

import CElf
import Checks
import TestGuests
import Testing

@Suite struct MachineClassTests {
  @Test func classAndMachineDiffer() {
    let found = findings(MachineClass.self) { $0.header.machine = UInt16(EM_386) }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("ELF64 with EM_386") == true)
  }

  @Test func foreignMachine() {
    let found = findings(MachineClass.self) { $0.header.machine = UInt16(EM_ARM) }
    #expect(found.map(\.severity) == [.error])
  }

  @Test func theyAgree() {
    #expect(findings(MachineClass.self).isEmpty)
    #expect(findings(MachineClass.self, of: .pae).isEmpty)
  }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@Suite struct CommandArgumentsTests {
  @Test func findsStructuresByNameAndByException() {
    #expect(CommandArguments.structure(of: "SCHEDOP_poll") == "sched_poll")
    #expect(CommandArguments.structure(of: "XENMEM_populate_physmap") == "xen_memory_reservation")
    #expect(CommandArguments.structure(of: "VCPUOP_initialise") == "vcpu_guest_context")
    #expect(CommandArguments.structure(of: "MMUEXT_SET_LDT") == "mmuext_op")
    #expect(CommandArguments.structure(of: "MMU_MACHPHYS_UPDATE") == "mmu_update")
    #expect(CommandArguments.structure(of: "SCHEDOP_yield") == nil)
    #expect(CommandArguments.structure(of: "nothing") == nil)
  }

  /// An operation on an event channel without its structure would be a slip of the table.
  @Test func everyEventChannelCommandHasOne() {
    for command in ConstantGroup.eventChannelOp.constants {
      #expect(CommandArguments.structure(of: command.name) != nil, "\(command.name)")
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorABI

@Suite struct HypercallTests {
  @Test func standInOrderWithoutDoubles() {
    let numbers = Hypercall.all.map(\.number)
    #expect(numbers == numbers.sorted())
    #expect(Set(numbers).count == numbers.count)
    #expect(numbers.allSatisfy { $0 < HypercallPage.entryCount })
  }

  @Test func areFoundByAnyName() {
    #expect(Hypercall.named("sched_op")?.number == 29)
    #expect(Hypercall.named("__HYPERVISOR_sched_op")?.number == 29)
    #expect(Hypercall.named("dom0_op")?.number == 7)
    #expect(Hypercall.named("switch_to_user")?.number == 23)
    #expect(Hypercall.named("nonsense") == nil)
  }

  @Test func changedNamesWithTheReleases() {
    #expect(Hypercall.number(23)?.names(in: .v3_0_0) == ["switch_vm86", "switch_to_user"])
    #expect(Hypercall.number(23)?.names(in: .v3_0_2) == ["iret"])
    #expect(Hypercall.number(16)?.name(in: .v3_0_2) == "event_channel_op")
    #expect(Hypercall.number(16)?.name(in: .v3_0_3) == "event_channel_op_compat")
    #expect(Hypercall.number(39)?.name(in: .v4_2) == "xc_reserved_op")
    #expect(Hypercall.number(39)?.name(in: .v4_1) == nil)
    #expect(Hypercall.number(11)?.name(in: .v4_17) == nil)
  }

  @Test func splitWideArgumentsFor32Bits() throws {
    let call = try #require(Hypercall.named("set_timer_op"))
    #expect(call.arguments(of: .pv64).map(\.declaration) == ["uint64_t timeout"])
    #expect(
      call.arguments(of: .pv32).map(\.declaration)
        == ["uint32_t timeout_low", "uint32_t timeout_high"])
  }

  @Test func parseTheirArguments() {
    let argument = Hypercall.Argument(declaration: "const struct trap_info *table")
    #expect(argument.type == "const struct trap_info *")
    #expect(argument.name == "table")
    #expect(argument.declaration == "const struct trap_info *table")
  }

  @Test func tookOtherArgumentsOnce() throws {
    let timer = try #require(Hypercall.named("set_timer_op"))
    #expect(timer.arguments(of: .pv32, in: .v2_0).first?.name == "timeout_high")
    #expect(timer.arguments(of: .pv32, in: .v3_0_0) == timer.arguments(of: .pv32))
    let gdt = try #require(Hypercall.named("set_gdt"))
    #expect(gdt.arguments(of: .pv32, in: .v2_0) == gdt.arguments(of: .pv32))
  }

  /// Every argument fits a register of the calling convention.
  @Test func haveFiveArgumentsAtMost() {
    for call in Hypercall.all {
      for caller in Hypercall.Caller.allCases {
        #expect(call.arguments(of: caller).count <= CallingConvention.x86_64.arguments.count)
      }
    }
  }

  @Test func knowWhoAnswers() throws {
    let memory = try #require(Hypercall.named("memory_op"))
    #expect(
      Hypercall.Caller.allCases.map { memory.handlers[$0] } == [.compat, .native, .hvm, .hvm])
    let gone = try #require(Hypercall.named("tmem_op"))
    #expect(Hypercall.Caller.allCases.allSatisfy { gone.handlers[$0] == .none })
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import HypervisorABI
import HypervisorLab
import Testing

@testable import Generators

@Suite(.serialized) struct CallTableTests {
  /// Every wrapper of every kind of guest.
  @Test(arguments: Hypercall.Caller.allCases)
  func everyCallIsMadeOrLeftOutWithAReason(caller: Hypercall.Caller) throws {
    let shims = try #require(ShimDescription(caller: caller))
    let said = Set(CallProbe.all.filter { $0.canBeSaid(by: caller, in: .standard) }.map(\.call))
    for call in ShimCall.all(shims) {
      #expect(said.contains(call.name) != (CallProbe.leftOut[call.name] != nil), "\(call.name)")
    }
  }

  @Test func everyRowIsSomebodysAndNamesAnErrorOfTheModel() throws {
    let descriptions = Hypercall.Caller.allCases.compactMap { ShimDescription(caller: $0) }
    for probe in CallProbe.all {
      let takers = descriptions.filter { shims in
        ShimCall.all(shims).contains { $0.name == probe.call }
          && probe.canBeSaid(by: shims.caller, in: .standard)
      }
      #expect(!takers.isEmpty, "\(probe.call)\(probe.arguments)")
      for shims in takers {
        for role in [CallProbe.Role.dom0, .domU, .shim] {
          guard case .error(let name) = probe.answer(to: shims.caller, as: role) else { continue }
          #expect(Constant.named("XEN_" + name) != nil, "\(name)")
        }
      }
    }
  }

  /// By whatever name a release has for it.
  @Test func anOlderNameHasTheSameAnswers() throws {
    let probe = try #require(CallProbe.all.first { $0.call == "platform_op" })
    let older = probe.named("dom0_op")
    #expect(older.call == "dom0_op")
    for domain in [CallProbe.Role.dom0, .domU, .shim] {
      #expect(older.answer(to: .pv32, as: domain) == probe.answer(to: .pv32, as: domain))
    }
    let files = Generate.guest(.all[1], for: XenRelease(3, 0, 2))
    let answers = try #require(files.first { $0.path == "answers.c" }).text
    #expect(answers.contains("HYPERVISOR_dom0_op(BAD)"))
    #expect(!answers.contains("platform_op") && !answers.contains("_compat(BAD)"))
  }

  @Test func theLeftOutAreCalls() {
    for name in CallProbe.leftOut.keys { #expect(Hypercall.named(name) != nil, "\(name)") }
  }

  @Test func whatTheShimMissesIsAsked() {
    let asked = Set(CallProbe.all.map(\.call))
    #expect(CallProbe.missingOnShim.isSubset(of: asked))
  }

  /// A wrong answer in the table is noticed, by the guest itself on a real Xen.
  @Test func aWrongAnswerFailsTheGuest() throws {
    let guest = GeneratedGuest()
    try guest.withCopy { tree in
      let row = "call_0, multicall_0, -XEN_EFAULT, -XEN_EFAULT"
      let answers = try #require(Generate.guest(.all[0]).first { $0.path == "answers.c" }).text
      let wrong = answers.replacing(row, with: "call_0, NULL, 0, 0")
      try Output.write(wrong, to: tree + "/answers.c")
      let result = try Lab.bootDom0(image: guest.rebuilt(tree))
      #expect(result.outcome == .crashed)
      #expect(result.guestConsole.contains("# set_trap_table(BAD): -14 rather than 0"))
      #expect(result.guestConsole.filter { $0.hasPrefix("not ok") }.count == 1)
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import Generators

/// A generator that errs must be caught: each way to err, and the calls that must then break the
/// contract.
@Suite struct ShimMutationTests {
  struct Mutant: Sendable, CustomTestStringConvertible {
    let way: Way
    let change: String
    let mutate: @Sendable (String) -> String
    /// Whether that call must break.
    let breaks: @Sendable (ShimCall) -> Bool
    var testDescription: String { "\(way.testDescription): \(change)" }
  }

  @Test(arguments: registers + clobbers + instructions + numbers + words + multicalls)
  func isNoticed(mutant: Mutant) throws {
    let shims = try #require(mutant.way.shims())
    var program = ShimProgram(shims: shims, compiler: .gcc, options: ["-O2", "-fno-pic"])
    let original = Generate.shims(shims).text
    #expect(mutant.mutate(original) != original, "nothing was changed")
    program.mutate = mutant.mutate
    let breaches = Set(try ShimContract(program).breaches().keys)
    let expected = program.calls.filter(mutant.breaks).map(\.name)
    #expect(!expected.isEmpty)
    #expect(expected.filter { !breaches.contains($0) } == [], "unnoticed")
  }

  private static let pv32 = Way(caller: .pv32, entry: "page")
  private static let pv64 = Way(caller: .pv64, entry: "page")
  private static let direct64 = Way(caller: .pv64, entry: "direct")
  private static let hvm64 = Way(caller: .hvm64, entry: "direct")
  private static let hvm32 = Way(caller: .hvm32, entry: "vmcall")

  private static func mutant(
    _ way: Way, _ change: String, _ old: String, _ new: String,
    breaks: @escaping @Sendable (ShimCall) -> Bool = { _ in true }
  ) -> Mutant {
    Mutant(way: way, change: change, mutate: { $0.replacing(old, with: new) }, breaks: breaks)
  }

  /// Each argument in turn in another's register.
  private static let registers: [Mutant] =
    ["D", "S", "d"].enumerated().flatMap { index, letter in
      [direct64, pv64, hvm64].map { way in
        mutant(way, "argument \(index + 1) in rbx", "\"+\(letter)\"", "\"+b\"") {
          $0.words.count > index
        }
      }
    }
    + [
      mutant(pv64, "argument 4 in r9", "\"r10\"", "\"r9\"") { $0.words.count > 3 },
      mutant(hvm64, "argument 5 in r9", "\"r8\"", "\"r9\"") { $0.words.count > 4 },
      mutant(pv64, "the result elsewhere", "\"=a\"", "\"=c\""),
      mutant(direct64, "the result not taken", "(type)xen_result;", "(type)0;"),
    ]
    + ["b", "c", "d", "S", "D"].enumerated().map { index, letter in
      // No register is free in i386: a swap.
      let other = letter == "D" ? "S" : "D"
      return Mutant(
        way: hvm32, change: "argument \(index + 1) swapped",
        mutate: { text in
          text.replacing("\"+\(letter)\"", with: "\"+?\"")
            .replacing("\"+\(other)\"", with: "\"+\(letter)\"")
            .replacing("\"+?\"", with: "\"+\(other)\"")
        }, breaks: { $0.words.count > index })
    }

  /// Of what a call destroys; whether a compiler relies on rcx and r11 is its own affair, but in
  /// some call it does.
  private static let clobbers: [Mutant] = [
    mutant(direct64, "memory kept", "\"memory\"", "\"cc\""),
    mutant(pv32, "memory kept", "\"memory\"", "\"cc\""),
    mutant(direct64, "rcx kept", "\"rcx\", ", "") { $0.words.count == 5 },
    mutant(direct64, "r11 kept", "\"r11\", ", "") { $0.words.count == 5 },
    Mutant(
      way: pv64, change: "the first argument kept",
      mutate: { text in
        text.replacing("\"+D\" (xen_a1)", with: "\"=m\" (xen_a1)")
          .replacing(
            "XEN_HYPERCALL_NUMBER(__HYPERVISOR_##name)",
            with:
              "XEN_HYPERCALL_NUMBER(__HYPERVISOR_##name), \"D\" (xen_a1)")
      }, breaks: { $0.words.count > 0 }),
  ]

  private static let instructions: [Mutant] = [
    mutant(direct64, "sysenter", "\"syscall\"", "\"sysenter\""),
    mutant(hvm32, "vmmcall for vmcall", "\"vmcall\"", "\"vmmcall\""),
    mutant(pv32, "the next stub", "* 32)", "* 32 + 32)"),
    mutant(hvm64, "two traps", "call xen_hypercall", "call xen_hypercall; call xen_hypercall"),
  ]

  private static let numbers: [Mutant] = [pv32, direct64, hvm64].map { way in
    Mutant(
      way: way, change: "every number one too high",
      mutate: { text in
        text.replacing(
          "XEN_HYPERCALL_NUMBER(__HYPERVISOR_##name)",
          with: "XEN_HYPERCALL_NUMBER(__HYPERVISOR_##name + 1)")
      }, breaks: { _ in true })
  }

  /// The halves of 64-bit arguments, and the order of all.
  private static let words: [Mutant] = [
    mutant(pv32, "the wrong half", ">> 32)", ">> 16)") { $0.hasHalves },
    mutant(pv32, "two low halves", "(value >> 32)", "value") {
      $0.hasHalves && $0.words.count > 4
    },
  ]

  private static let multicalls: [Mutant] = [
    mutant(pv64, "a multicall's first argument elsewhere", "args[0]", "args[5]") {
      $0.words.count > 0 && $0.name != "multicall"
    },
    mutant(pv32, "a multicall's number", "xen_entry->op = ", "xen_entry->op = 1 + ") {
      $0.name != "multicall"
    },
  ]
}

extension ShimCall {
  fileprivate var hasHalves: Bool { words.contains { $0.half != nil } }
}

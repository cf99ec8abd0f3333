// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Instructions

/// A hypercall whose argument registers hold what the function's caller left in them, as in an
/// assembly stub.
struct PassedArguments {
  /// The place of the site, and the address of its function.
  var site = (region: 0, offset: 0, function: UInt64(0))
  /// Those of the registers in which C functions get no argument, bit n for register n.
  let unset: UInt32
  /// All such registers.
  let passed: UInt32
  let names: RegisterNames
  let number: Int
}

/// The names of a hypercall's argument registers.
struct RegisterNames {
  private let registers: [Int]
  private let arguments: [String]
  private let mode: CodeMode

  init(_ registers: [Int], _ arguments: [String], _ mode: CodeMode) {
    (self.registers, self.arguments, self.mode) = (registers, arguments, mode)
  }

  /// The problems of the registers, bit n for register n.
  func problems(lost: UInt32, unset: UInt32) -> [HypercallSite.Problem] {
    each(lost) { .argumentLost(register: $0, argument: $1) }
      + each(unset) { .argumentUnset(register: $0, argument: $1) }
  }

  private func each(
    _ mask: UInt32, _ make: (String, String) -> HypercallSite.Problem
  ) -> [HypercallSite.Problem] {
    registers.indices.filter { mask & 1 << UInt32(registers[$0]) != 0 }.map {
      make(HypercallConvention.name(registers[$0], mode), arguments[$0])
    }
  }
}

extension HypercallScan {
  /// The most stubs that are examined; no kernel has so many, and each is searched for in all code.
  private static let mostStubs = 64
  /// The most calls from stub to stub.
  private static let mostDepth = 4

  /// Examines the callers of functions that leave arguments to their callers. If one caller writes
  /// such a register, the function is a stub, and any other caller that does not is wrong.
  mutating func settlePassed(_ regions: [CodeRegion]) {
    for stub in passed.prefix(Self.mostStubs) {
      var open = stub.unset
      let callers = self.callers(of: stub.site.function, regions)
      guard !callers.isEmpty else { continue }
      var found: [HypercallSite] = []
      var seen: Set<UInt64> = [stub.site.function]
      for caller in callers {
        let left = left(by: caller, stub, regions, &seen, depth: 0)
        open &= ~left.set
        let problems = stub.names.problems(lost: left.lost, unset: left.unset)
        found.append(
          HypercallSite(
            region: caller.region, offset: caller.offset, way: .function, number: stub.number,
            problems: problems, isResultRead: true))
      }
      guard open != stub.unset,
        let own = sites.firstIndex(where: {
          $0.region == stub.site.region && $0.offset == stub.site.offset
        })
      else { continue }
      let settled = stub.names.problems(lost: 0, unset: stub.unset & ~open)
      sites[own].problems.removeAll(where: settled.contains)
      sites += found.prefix(max(0, Self.mostSites - sites.count))
    }
    if !passed.isEmpty { sites.sort { ($0.region, $0.offset) < ($1.region, $1.offset) } }
    passed = []
  }

  private struct Caller {
    let region: Int
    let offset: Int
  }

  private struct LeftRegisters {
    /// Registers that are written on at least one path.
    var set: UInt32 = 0
    var lost: UInt32 = 0
    var unset: UInt32 = 0
  }

  private mutating func left(
    by caller: Caller, _ stub: PassedArguments, _ regions: [CodeRegion], _ seen: inout Set<UInt64>,
    depth: Int
  ) -> LeftRegisters {
    let region = regions[caller.region]
    let (found, start) = region.bytes.withUnsafeBytes { code -> (Neighbourhood.Arguments, Int) in
      enter(region, code)
      defer { leave() }
      let body = function(code, region, at: caller.offset)
      guard let around = Neighbourhood(body, at: caller.offset) else { return (.init(), 0) }
      return (
        around.arguments(
          stub.passed, neverPassed: convention.neverPassed, effects(body, region)),
        body.function.lowerBound
      )
    }
    var left = LeftRegisters(set: stub.passed & ~found.passed, lost: found.lost, unset: found.unset)
    let address = region.linkedAddress &+ UInt64(start)
    guard left.unset != 0, depth < Self.mostDepth, seen.insert(address).inserted else {
      return left
    }
    // The caller may be a stub itself.
    for other in callers(of: address, regions) {
      let further = self.left(by: other, stub, regions, &seen, depth: depth + 1)
      left.set |= further.set & left.unset
    }
    left.unset &= ~left.set
    return left
  }

  /// The calls and jumps to the start of a function from outside of it.
  private mutating func callers(of function: UInt64, _ regions: [CodeRegion]) -> [Caller] {
    var found: [Caller] = []
    for (index, region) in regions.enumerated() {
      region.bytes.withUnsafeBytes { code in
        enter(region, code)
        defer { leave() }
        for offset in BranchSearch(code, region.linkedAddress).offsets(to: function)
        where !region.embedded.contains(where: { $0.contains(offset) }) {
          let body = self.function(code, region, at: offset)
          guard region.linkedAddress &+ UInt64(body.function.lowerBound) != function,
            let step = body.index(ofOpcodeAt: offset).map({ body.steps[$0] }),
            step.instruction.kind.isCode
          else { continue }
          found.append(Caller(region: index, offset: step.offset))
        }
      }
    }
    return found
  }
}

extension InstructionClass {
  /// Whether the instruction is complete and defined.
  var isCode: Bool { self != .undefined && self != .truncated }
}

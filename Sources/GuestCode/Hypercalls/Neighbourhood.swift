// SPDX-License-Identifier: Apache-2.0

import Instructions

/// A call of Xen among the instructions of its function.
struct Neighbourhood {
  typealias Step = DecodedFunction.Step

  let body: DecodedFunction
  /// The call's place among the steps.
  let index: Int

  /// Nil when no instruction begins at `offset`, or has its opcode there behind prefixes.
  init?(_ body: DecodedFunction, at offset: Int) {
    guard let index = body.index(ofOpcodeAt: offset) else { return nil }
    self.body = body
    self.index = index
  }

  var site: Step { body.steps[index] }
  /// From the function's start to the call.
  var steps: ArraySlice<Step> { body.steps[..<index] }

  /// The register that is copied; nil when it is no copy of a whole one.
  func source(_ step: Step, _ use: RegisterUse) -> UInt32? {
    let one = step.instruction
    let isCopy =
      one.map == .oneByte && [0x89, 0x8b].contains(one.opcode) && one.mod == 3
      && !one.prefixes.contains(.operandSize)
    return isCopy ? use.reads & ~use.writes : nil
  }
}

/// How a call before a site treats registers: bit n for register n.
struct CallEffects {
  typealias Step = DecodedFunction.Step

  /// Those that a call keeps.
  let kept: (Step) -> UInt32
  /// Those that the function that is called reads before it puts anything into them.
  let read: (Step) -> UInt32
  /// Those into which the function that is called puts something, if all of it can be seen.
  let written: (Step) -> UInt32
  /// Whether it is one of Xen, which surely comes back.
  let isXen: (Step) -> Bool
}

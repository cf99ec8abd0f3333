// SPDX-License-Identifier: Apache-2.0

import Instructions

/// A hypercall among the instructions of its function.
struct Neighbourhood {
  typealias Step = DecodedFunction.Step

  let body: DecodedFunction
  /// The index of the hypercall in the steps.
  let index: Int

  /// Fails if no instruction begins at `offset` or has its last opcode byte there.
  init?(_ body: DecodedFunction, at offset: Int) {
    guard let index = body.index(ofOpcodeAt: offset) else { return nil }
    self.body = body
    self.index = index
  }

  var site: Step { body.steps[index] }
  /// The steps from the start of the function to the hypercall.
  var steps: ArraySlice<Step> { body.steps[..<index] }

  /// The source register of a copy; nil if the step does not copy a whole register.
  func source(_ step: Step, _ use: RegisterUse) -> UInt32? {
    let one = step.instruction
    let isCopy =
      one.map == .oneByte && [0x89, 0x8b].contains(one.opcode) && one.mod == 3
      && !one.prefixes.contains(.operandSize)
    return isCopy ? use.reads & ~use.writes : nil
  }
}

/// The effects of calls on registers, bit n for register n.
struct CallEffects {
  typealias Step = DecodedFunction.Step

  /// The registers that a call preserves.
  let kept: (Step) -> UInt32
  /// The registers that the called function reads before it writes them.
  let read: (Step) -> UInt32
  /// The registers that the called function writes, if all of it can be decoded.
  let written: (Step) -> UInt32
  /// Whether it is a hypercall, which certainly returns.
  let isXen: (Step) -> Bool
}

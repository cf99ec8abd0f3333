// SPDX-License-Identifier: Apache-2.0

import Instructions

extension Neighbourhood {
  /// What is wrong with the registers of a call's arguments.
  struct Arguments {
    /// Those that hold what a call before left in them, on one way to the site at least.
    var lost: UInt32 = 0
    /// Those into which nothing was put since the function began, and in which no function of C gets
    /// anything.
    var unset: UInt32 = 0
    /// The like, of all: what the caller left in them.
    var passed: UInt32 = 0
  }

  /// Goes back from the site, on every way that can be seen, to where each register was set.
  ///
  /// What compilers make sets each on every way. A way ends without a word at an instruction of
  /// which nothing is known, and where no jump is seen to come from.
  ///
  /// - Parameters:
  ///   - registers: those of the arguments, bit n for register n.
  ///   - neverPassed: those of them that no function of C gets anything in.
  func arguments(_ registers: UInt32, neverPassed: UInt32, _ calls: CallEffects) -> Arguments {
    var found = Arguments()
    var seen = [UInt32](repeating: 0, count: body.steps.count)
    var open = [(index: index, registers: registers)]
    while let (place, wanted) = open.popLast() {
      let wanted = wanted & ~seen[place]
      guard wanted != 0 else { continue }
      seen[place] |= wanted
      if place == 0, body.isCalled { found.passed |= wanted }
      for before in body.predecessors(of: place, returns: calls.isXen) {
        guard let left = left(wanted, before: before, calls, &found) else { continue }
        open.append((before, left))
      }
    }
    found.unset = found.passed & neverPassed & ~found.lost
    return found
  }

  /// Which of the registers are still to be looked for in front of a step; nil when the way ends.
  private func left(
    _ wanted: UInt32, before place: Int, _ calls: CallEffects, _ found: inout Arguments
  ) -> UInt32? {
    let step = body.steps[place]
    guard let use = body.uses[place] else { return nil }
    guard use.flow == .call else { return wanted & ~(use.writes & ~use.reads) }
    // What is called before anything else is there to count calls, and keeps all.
    if !calls.isXen(step), isBySlot(step, use) || isFirst(step) { return nil }
    let kept = calls.kept(step)
    found.lost |= wanted & ~kept
    return wanted & kept
  }

  /// A call by an address that stands at a fixed place, as in pv_ops: what is there may keep more
  /// than functions do.
  private func isBySlot(_ step: Step, _ use: RegisterUse) -> Bool {
    step.instruction.opcode == 0xff && use.reads == 0
  }

  /// Whether nothing but endbr stands before it in the function.
  private func isFirst(_ step: Step) -> Bool {
    let before = steps.first { $0.instruction.map != .twoByte || $0.instruction.opcode != 0x1e }
    return before.map { $0.offset == step.offset } ?? false
  }
}

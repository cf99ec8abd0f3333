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

  /// Registers that are looked for on the way back, bit n for register n.
  private struct Wanted {
    /// What is in them now.
    var held: UInt32 = 0
    /// Into these a function that the site's called meanwhile has put something. Only where the site's
    /// own function had set them before is that a loss: else it may be what the call was for.
    var replaced: UInt32 = 0
    /// The like of `held`, of what was pushed from these and popped later: at the function's start they may
    /// hold anything.
    var pushed: UInt32 = 0

    var isEmpty: Bool { held | replaced | pushed == 0 }

    mutating func subtract(_ other: Wanted) {
      held &= ~other.held
      replaced &= ~other.replaced
      pushed &= ~other.pushed
    }

    mutating func form(_ other: Wanted) {
      held |= other.held
      replaced |= other.replaced
      pushed |= other.pushed
    }
  }

  /// Goes back from the site, on every way that can be seen, to where each register was set.
  ///
  /// What compilers make sets each on every way. A way ends silently at an instruction of
  /// which nothing is known, and where no jump is seen to come from.
  ///
  /// - Parameters:
  ///   - registers: those of the arguments, bit n for register n.
  ///   - neverPassed: those of them that no function of C gets anything in.
  func arguments(_ registers: UInt32, neverPassed: UInt32, _ calls: CallEffects) -> Arguments {
    var found = Arguments()
    var seen = [Wanted](repeating: Wanted(), count: body.steps.count)
    var open = [(index: index, wanted: Wanted(held: registers))]
    while let next = open.popLast() {
      let place = next.index
      var wanted = next.wanted
      wanted.subtract(seen[place])
      guard !wanted.isEmpty else { continue }
      seen[place].form(wanted)
      if place == 0, body.isCalled { found.passed |= wanted.held }
      for before in body.predecessors(of: place, returns: calls.isXen) {
        if isPop(before), let use = body.uses[before],
          (wanted.held | wanted.pushed) & use.writes != 0,
          let push = body.push(for: before)
        {
          open.append((push.index, Wanted(pushed: push.register)))
        }
        guard let left = left(wanted, before: before, calls, &found) else { continue }
        open.append((before, left))
      }
    }
    found.unset = found.passed & neverPassed & ~found.lost
    return found
  }

  private func isPop(_ place: Int) -> Bool {
    let one = body.steps[place].instruction
    return one.map == .oneByte && (0x58...0x5f).contains(one.opcode)
  }

  /// Which of the registers are still to be looked for in front of a step; nil when the way ends.
  private func left(
    _ wanted: Wanted, before place: Int, _ calls: CallEffects, _ found: inout Arguments
  ) -> Wanted? {
    let step = body.steps[place]
    guard let use = body.uses[place] else { return nil }
    var left = wanted
    guard use.flow == .call else {
      if let other = exchanged(step.instruction, use) {
        left.held = other(wanted.held)
        left.replaced = other(wanted.replaced)
        left.pushed = other(wanted.pushed)
        return left
      }
      let set = use.writes & ~use.reads
      found.lost |= wanted.replaced & set
      left.subtract(Wanted(held: set, replaced: set, pushed: set))
      return left
    }
    // What is called before anything else is there to count calls, and keeps all.
    if !calls.isXen(step), isBySlot(step, use) || isFirst(step) { return nil }
    let (kept, written) = (calls.kept(step), calls.written(step))
    found.lost |= (wanted.held | wanted.pushed) & ~kept & ~written
    return Wanted(
      held: wanted.held & kept, replaced: wanted.replaced & kept | wanted.held & ~kept & written,
      pushed: wanted.pushed & kept)
  }

  /// What xchg makes of registers that are looked for: of two registers each is in the other one, of
  /// one and memory it is loaded. Nil of any other instruction.
  private func exchanged(_ one: Instruction, _ use: RegisterUse) -> ((UInt32) -> UInt32)? {
    guard one.map == .oneByte, one.opcode == 0x87 || (0x91...0x97).contains(one.opcode) else {
      return nil
    }
    if one.opcode == 0x87, one.mod != 3 { return { $0 & ~use.writes } }
    guard use.writes.nonzeroBitCount == 2 else { return nil }
    return { $0.isOneOf(use.writes) ? $0 ^ use.writes : $0 }
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

extension UInt32 {
  /// Whether exactly one of two bits is set.
  fileprivate func isOneOf(_ two: UInt32) -> Bool { (self & two).nonzeroBitCount == 1 }
}

// SPDX-License-Identifier: Apache-2.0

import Instructions

extension Neighbourhood {
  /// The problems of a hypercall's argument registers, bit n for register n.
  struct Arguments {
    /// Registers that hold what an earlier hypercall left in them, on at least one path to the
    /// site.
    var lost: UInt32 = 0
    /// Registers that the function has not written, and in which C functions get no argument.
    var unset: UInt32 = 0
    /// All registers that the function has not written: they hold what the caller left in them.
    var passed: UInt32 = 0
  }

  /// The registers that the backward search still looks for, bit n for register n.
  private struct Wanted {
    /// Registers whose current value is looked for.
    var held: UInt32 = 0
    /// Registers that a function called on the way has written. This is a loss only if the site's
    /// function had set them before; otherwise the value may be the purpose of the call.
    var replaced: UInt32 = 0
    /// Registers like `held` whose value was pushed and later popped. They may hold anything at the
    /// start of the function.
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

  /// Searches backwards from the site, on every visible path, for the place where each register is
  /// set.
  ///
  /// Compiled code sets each register on every path. A path ends without a problem at an
  /// instruction with unknown effects, and at one that no visible jump leads to.
  ///
  /// - Parameters:
  ///   - registers: the argument registers, bit n for register n.
  ///   - neverPassed: those of them in which C functions get no argument.
  ///   - calls: the effects of calls in the function.
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

  /// The registers that are still to be found before a step; nil if the path ends.
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
    // A call at the start of a function is a tracing hook, which preserves everything.
    if !calls.isXen(step), isBySlot(step, use) || isFirst(step) { return nil }
    let (kept, written) = (calls.kept(step), calls.written(step))
    found.lost |= (wanted.held | wanted.pushed) & ~kept & ~written
    return Wanted(
      held: wanted.held & kept, replaced: wanted.replaced & kept | wanted.held & ~kept & written,
      pushed: wanted.pushed & kept)
  }

  /// The effect of xchg on the registers that are looked for: two registers swap, and a register
  /// that is exchanged with memory is loaded. Nil for any other instruction.
  private func exchanged(_ one: Instruction, _ use: RegisterUse) -> ((UInt32) -> UInt32)? {
    guard one.map == .oneByte, one.opcode == 0x87 || (0x91...0x97).contains(one.opcode) else {
      return nil
    }
    if one.opcode == 0x87, one.mod != 3 { return { $0 & ~use.writes } }
    guard use.writes.nonzeroBitCount == 2 else { return nil }
    return { $0.isOneOf(use.writes) ? $0 ^ use.writes : $0 }
  }

  /// Whether it calls through a pointer at a fixed address, as pv_ops does: such a function may
  /// preserve more than the C convention asks for.
  private func isBySlot(_ step: Step, _ use: RegisterUse) -> Bool {
    step.instruction.opcode == 0xff && use.reads == 0
  }

  /// Whether only endbr comes before it in the function.
  private func isFirst(_ step: Step) -> Bool {
    let before = steps.first { $0.instruction.map != .twoByte || $0.instruction.opcode != 0x1e }
    return before.map { $0.offset == step.offset } ?? false
  }
}

extension UInt32 {
  /// Whether exactly one of two bits is set.
  fileprivate func isOneOf(_ two: UInt32) -> Bool { (self & two).nonzeroBitCount == 1 }
}

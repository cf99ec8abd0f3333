// SPDX-License-Identifier: Apache-2.0

import Instructions

extension Neighbourhood {
  /// The constant that the register holds at the site, when the last instruction that writes it
  /// says so, or the like of the register that it was copied from.
  ///
  /// - Parameters:
  ///   - kept: which registers the call there keeps, bit n for register n.
  ///   - keptByFunctions: those that every function keeps for its caller.
  func constant(
    in register: Int, kept: (Step) -> UInt32, keptByFunctions: UInt32
  ) -> Int? {
    var sought = UInt32(1) << UInt32(register)
    for place in (0..<index).reversed() {
      let step = body.steps[place]
      guard let use = body.uses[place], use.flow != .end else { break }
      if use.flow == .call, kept(step) & sought == 0 { return nil }
      guard use.writes & sought != 0 else { continue }
      if isPop(step) { return pushed(before: place) }
      guard let source = source(step, use) else { return value(step, use) }
      sought = source
    }
    return sought & keptByFunctions != 0 ? onlyConstant(in: sought) : nil
  }

  /// The one constant that the function ever puts into a register, wherever it jumps to and fro:
  /// so compilers keep a number over a loop. What it takes off the stack is its caller's.
  private func onlyConstant(in register: UInt32) -> Int? {
    guard body.window == body.function else { return nil }
    var found: Int?
    for (step, use) in zip(body.steps, body.uses)
    where ![.ud2, .int3].contains(step.instruction.kind) {
      // The site itself is a trap, or a call that keeps it.
      guard step.offset != site.offset else { continue }
      guard let use else { return nil }
      guard use.writes & register != 0, !isPop(step) else { continue }
      guard let value = value(step, use), found ?? value == value else { return nil }
      found = value
    }
    return found
  }

  private func value(_ step: Step, _ use: RegisterUse) -> Int? {
    let one = step.instruction
    let isClear = [0x31, 0x33, 0x29, 0x2b].contains(one.opcode) && use.reads == 0
    if isClear { return 0 }
    let isMove = (0xb8...0xbf).contains(one.opcode) || one.opcode == 0xc7
    guard isMove, one.immediateSize == 4 else { return nil }
    let place = step.offset + one.immediateOffset
    guard place + 4 <= body.code.count else { return nil }
    return Int(body.code.loadUnaligned(fromByteOffset: place, as: UInt32.self))
  }

  /// What was pushed right before, if it stands in the instruction.
  private func pushed(before place: Int) -> Int? {
    guard place > 0 else { return nil }
    let step = body.steps[place - 1]
    let one = step.instruction
    guard one.map == .oneByte, [0x68, 0x6a].contains(one.opcode) else { return nil }
    let start = step.offset + one.immediateOffset
    guard one.immediateSize == 4 else {
      return Int(UInt32(bitPattern: Int32(Int8(bitPattern: body.code[start]))))
    }
    return Int(body.code.loadUnaligned(fromByteOffset: start, as: UInt32.self))
  }

  private func isPop(_ step: Step) -> Bool {
    step.instruction.map == .oneByte && (0x58...0x5f).contains(step.instruction.opcode)
  }
}

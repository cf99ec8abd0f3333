// SPDX-License-Identifier: Apache-2.0

import Instructions

extension Neighbourhood {
  /// The constant that a register holds at the site; nil if the last write to it, or to the
  /// register that it was copied from, is not a visible constant.
  ///
  /// - Parameters:
  ///   - register: by its number.
  ///   - kept: returns the registers that a call preserves, bit n for register n.
  ///   - keptByFunctions: the registers that every function preserves.
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

  /// The constant that a function writes to a register, if it writes only one, wherever it jumps:
  /// compilers keep a number in a register over a loop. A pop restores the caller's value.
  private func onlyConstant(in register: UInt32) -> Int? {
    guard body.window == body.function else { return nil }
    var found: Int?
    for (step, use) in zip(body.steps, body.uses)
    where ![.ud2, .int3].contains(step.instruction.kind) {
      // The site itself is a trap, or a call that preserves the register.
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

  /// The constant that the previous instruction pushes; nil for any other.
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

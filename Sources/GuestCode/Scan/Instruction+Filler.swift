// SPDX-License-Identifier: Apache-2.0

import Instructions

extension Instruction {
  /// Whether it does nothing: what compilers, assemblers and linkers fill room with. On i386 that is
  /// `lea` of a register into itself too.
  func isFiller(in code: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    switch (map, opcode) {
    case (.oneByte, 0x90), (.twoByte, 0x1f): true
    case (.oneByte, 0x8d): isOntoItself(code, at: offset)
    default: kind == .int3
    }
  }

  /// The address of what a register points to, in that register: with or without a displacement of 0,
  /// and with or without the byte that would name an index.
  private func isOntoItself(_ code: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    let operands = Operands(self, code, at: offset)
    let end = offset + Int(length)
    guard operands.address == operands.reg, end <= code.count else { return false }
    let index = code[offset + Int(opcodeOffset) + 2] >> 3 & 7
    if rm == 4, index != 4 { return false }
    let displacement = [0, 1, 4][Int(min(mod, 2))]
    return code[(end - displacement)..<end].allSatisfy { $0 == 0 }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Instructions

extension Instruction {
  /// Whether it does nothing: the padding of compilers, assemblers and linkers. On i386 this
  /// includes `lea` of a register into itself.
  func isFiller(in code: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    switch (map, opcode) {
    case (.oneByte, 0x90), (.twoByte, 0x1f): true
    case (.oneByte, 0x8d): isOntoItself(code, at: offset)
    default: kind == .int3
    }
  }

  /// Whether a lea loads a register's own value: with or without a displacement of 0, and with or
  /// without a SIB byte.
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

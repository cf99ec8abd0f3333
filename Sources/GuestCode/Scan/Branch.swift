// SPDX-License-Identifier: Apache-2.0

import Instructions

/// A call or jump whose displacement is part of the instruction.
struct Branch {
  /// The offset of the target from the start of the code, in bytes.
  let target: Int
  let isCall: Bool

  /// Fails if the instruction is not such a branch.
  init?(_ one: Instruction, _ code: UnsafeRawBufferPointer, at offset: Int) {
    let end = offset + Int(one.length)
    switch (one.map, one.opcode) {
    case (.oneByte, 0xe8), (.oneByte, 0xe9), (.twoByte, 0x80...0x8f):
      guard one.immediateSize == 4 else { return nil }
      target = end + Int(code.loadUnaligned(fromByteOffset: end - 4, as: Int32.self))
    case (.oneByte, 0xeb), (.oneByte, 0x70...0x7f), (.oneByte, 0xe0...0xe3):
      target = end + Int(Int8(bitPattern: code[end - 1]))
    default: return nil
    }
    isCall = one.map == .oneByte && one.opcode == 0xe8
  }
}

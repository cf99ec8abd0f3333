// SPDX-License-Identifier: Apache-2.0

import Instructions

/// A memory operand that is addressed by one base register and a displacement.
struct MemoryOperand: Hashable {
  /// The register as the processor numbers it, 0 to 7.
  let base: UInt8
  /// In bytes.
  let displacement: Int

  /// Fails if the operand is a register or has another addressing form.
  init?(_ one: Instruction, _ code: UnsafeRawBufferPointer, at offset: Int) {
    guard one.hasModRM, one.mod != 3, !one.prefixes.contains(.extendedRm),
      !one.prefixes.contains(.segment)
    else { return nil }
    var place = offset + Int(one.opcodeOffset) + 2
    if one.rm == 4 {
      // A SIB byte with base rsp and no index.
      guard place < code.count, code[place] & 0x3f == 0x24 else { return nil }
      place += 1
    } else if one.rm == 5, one.mod == 0 {
      return nil
    }
    base = one.rm
    switch one.mod {
    case 0: displacement = 0
    case 1:
      guard place < code.count else { return nil }
      displacement = Int(Int8(bitPattern: code[place]))
    default:
      guard place + 4 <= code.count else { return nil }
      displacement = Int(code.loadUnaligned(fromByteOffset: place, as: Int32.self))
    }
  }
}

/// A slot in the stack frame of a function: what compilers address by the stack or frame pointer.
struct StackSlot: Hashable {
  let place: MemoryOperand
  /// 4 for rsp, 5 for rbp.
  var base: UInt8 { place.base }

  /// Fails if the memory operand has another base.
  init?(_ one: Instruction, _ code: UnsafeRawBufferPointer, at offset: Int) {
    guard let place = MemoryOperand(one, code, at: offset), [4, 5].contains(place.base) else {
      return nil
    }
    self.place = place
  }
}

// SPDX-License-Identifier: Apache-2.0

import Instructions

/// The registers that an instruction names, each as a mask.
struct Operands {
  /// The register in the lower three bits of the opcode.
  let low: UInt32
  /// The same for a byte operand, where numbers 4 to 7 are the upper halves of registers 0 to 3.
  let byte: UInt32
  /// ModRM.reg.
  let reg: UInt32
  /// ModRM.rm if it is a register.
  let register: UInt32
  /// The registers of the memory operand's address.
  let address: UInt32
  /// All registers of ModRM.rm.
  var all: UInt32 { register | address }

  init(_ one: Instruction, _ code: UnsafeRawBufferPointer, at offset: Int) {
    let high: UInt32 = one.prefixes.contains(.extendedRm) ? 8 : 0
    low = 1 << (UInt32(one.opcode & 7) + high)
    byte = one.prefixes.contains(.rex) ? low : 1 << UInt32(one.opcode & 3)
    let size = ByteSize(one)
    reg = size.mask(one.reg, isByte: size.isRegByte, one.prefixes.contains(.extendedReg) ? 8 : 0)
    guard one.mod != 3 else {
      (register, address) = (size.mask(one.rm, isByte: size.isRmByte, high), 0)
      return
    }
    register = 0
    let place = offset + Int(one.opcodeOffset) + 2
    guard one.rm == 4, place < code.count else {
      address = one.mod == 0 && one.rm == 5 ? 0 : 1 << (UInt32(one.rm) + high)
      return
    }
    let sib = code[place]
    let rex = one.opcodeOffset > 0 ? code[offset + Int(one.opcodeOffset) - 1] : 0
    let indexHigh: UInt32 = one.prefixes.contains(.rex) && rex & 2 != 0 ? 8 : 0
    let index = UInt32(sib >> 3 & 7) + indexHigh
    let base: UInt32 = one.mod == 0 && sib & 7 == 5 ? 0 : 1 << (UInt32(sib & 7) + high)
    address = base | (index == 4 ? 0 : 1 << index)
  }
}

/// Finds which operands of ModRM are bytes: without REX, numbers 4 to 7 are the upper halves of 0
/// to 3.
private struct ByteSize {
  private static let oneByte: Set<UInt8> = [
    0x80, 0x82, 0x84, 0x86, 0x88, 0x8a, 0xc0, 0xc6, 0xd0, 0xd2, 0xf6, 0xfe,
  ]

  let isRegByte: Bool
  let isRmByte: Bool
  private let hasRex: Bool

  init(_ one: Instruction) {
    hasRex = one.prefixes.contains(.rex)
    let isArithmetic = one.opcode < 0x40 && one.opcode & 5 == 0
    isRegByte = one.map == .oneByte && (isArithmetic || Self.oneByte.contains(one.opcode))
    // setcc, and movzx and movsx of a byte.
    let isLong = one.opcode & 0xf0 == 0x90 || one.opcode == 0xb6 || one.opcode == 0xbe
    isRmByte = isRegByte || (one.map == .twoByte && isLong)
  }

  func mask(_ number: UInt8, isByte: Bool, _ high: UInt32) -> UInt32 {
    isByte && !hasRex ? 1 << UInt32(number & 3) : 1 << (UInt32(number) + high)
  }
}

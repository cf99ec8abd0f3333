// SPDX-License-Identifier: Apache-2.0

/// An opcode as `QuickTable` has it, from the lowest bit on: 8 bits with the bytes of opcode and
/// immediate, 8 that are all set when there is a ModRM, and one for each form of ModRM with which
/// that is all there is to know.
struct QuickEntry {
  let rawValue: UInt32

  /// Memory or register, and ModRM.reg: what makes different instructions of one opcode.
  static func form(of modRM: UInt8) -> Int { (modRM >= 0xc0 ? 8 : 0) | Int(modRM >> 3 & 7) }

  init(
    _ tables: OpcodeTables, _ map: OpcodeMap, _ opcode: UInt8, _ mode: CodeMode, isWide: Bool
  ) {
    let shape = tables[map, opcode]
    let size = shape.immediate.size(0xff, mode, isWide: isWide)
    guard shape.isPlain, !shape.isRegisterOnly else {
      rawValue = 0
      return
    }
    var forms: UInt32 = 0xffff
    for modRM in UInt8.min...UInt8.max {
      let isQuick =
        shape.immediate.size(modRM, mode, isWide: isWide) == size
        && Self.isOrdinary(tables, map, opcode, shape.hasModRM ? modRM : nil)
      if !isQuick { forms &= ~(1 << UInt32(Self.form(of: modRM))) }
    }
    rawValue = UInt32(1 + size) | (shape.hasModRM ? 0xff00 : 0) | forms << 16
  }

  /// Whatever REX stands in front.
  private static func isOrdinary(
    _ tables: OpcodeTables, _ map: OpcodeMap, _ opcode: UInt8, _ modRM: UInt8?
  ) -> Bool {
    let kind = tables[map, opcode].kind
    guard kind == .unresolved else { return kind == .ordinary }
    let prefixes: [Instruction.Prefixes] = [[], .rex, [.rex, .extendedReg]]
    return prefixes.allSatisfy { tables.classes.kind(map, opcode, modRM, $0) == .ordinary }
  }
}

extension Shape.Immediate {
  /// Its bytes without prefixes but REX.
  fileprivate func size(_ modRM: UInt8, _ mode: CodeMode, isWide: Bool) -> Int {
    switch self {
    case .bytes0, .bytes1, .bytes2, .bytes3, .bytes4: Int(rawValue)
    case .operand, .near: 4
    case .move: isWide ? 8 : 4
    case .address: mode == .bits64 ? 8 : 4
    case .far: 6
    case .quarter: 0
    case .testByte: modRM & 0x30 == 0 ? 1 : 0
    case .testOperand: modRM & 0x30 == 0 ? 4 : 0
    }
  }
}

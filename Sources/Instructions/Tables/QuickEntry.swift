// SPDX-License-Identifier: Apache-2.0

/// An opcode's entry in `QuickTable`. From the lowest bit: 8 bits with the bytes of opcode and
/// immediate, 8 bits that are set if there is a ModRM, and one bit for each form of ModRM that the
/// table does not cover.
struct QuickEntry {
  let rawValue: UInt32

  /// The bit of form 0.
  static let firstForm = 16
  private static let unknown = QuickEntry(rawValue: 0xffff << UInt32(firstForm))

  /// The form of a ModRM: memory or register, and ModRM.reg. It distinguishes the instructions of
  /// one opcode.
  static func form(of modRM: UInt8) -> Int { (modRM >= 0xc0 ? 8 : 0) | Int(modRM >> 3 & 7) }

  /// The 256 opcodes for each sum of two `QuickLead`.
  static func all(_ tables: OpcodeTables, _ mode: CodeMode) -> [UInt32] {
    func opcodes(_ map: OpcodeMap, _ prefixes: Instruction.Prefixes) -> [UInt32] {
      (0...255).map { QuickEntry(tables, map, $0, mode, prefixes).rawValue }
    }
    let (one, oneWide) = (opcodes(.oneByte, []), opcodes(.oneByte, .wide))
    let oneShort = opcodes(.oneByte, .operandSize)
    let oneShortWide = opcodes(.oneByte, [.operandSize, .wide])
    let (two, twoShort) = (opcodes(.twoByte, []), opcodes(.twoByte, .operandSize))
    let none = [UInt32](repeating: unknown.rawValue, count: 256)
    return [
      // The first place has nothing, a REX, a REX.W, or 66; the second has nothing,
      one, one, oneWide, oneShort,
      // a REX,
      one, none, none, oneShort,
      // a REX.W,
      oneWide, none, none, oneShortWide,
      // 0F.
      two, two, two, twoShort,
    ].flatMap(\.self)
  }

  private init(rawValue: UInt32) { self.rawValue = rawValue }

  private init(
    _ tables: OpcodeTables, _ map: OpcodeMap, _ opcode: UInt8, _ mode: CodeMode,
    _ prefixes: Instruction.Prefixes
  ) {
    let shape = tables[map, opcode]
    guard shape.isPlain, !map.isFloatingPoint(opcode), !shape.isRegisterOnly,
      [.ordinary, .unresolved].contains(shape.kind)
    else {
      self = Self.unknown
      return
    }
    // F6 and F7 with ModRM.reg 0 are test. For a byte, that is the most frequent form.
    let size = shape.immediate.size(prefixes, mode, shape.immediate == .testByte ? 0 : 0xff)
    var forms: UInt32 = 0
    for modRM in shape.isDecidedByModRM ? 0...UInt8.max : 0...0 {
      let isQuick =
        shape.immediate.size(prefixes, mode, modRM) == size
        && Self.isOrdinary(tables, map, opcode, shape.hasModRM ? modRM : nil, prefixes)
      if !isQuick { forms |= 1 << UInt32(Self.form(of: modRM)) }
    }
    rawValue = UInt32(1 + size) | (shape.hasModRM ? 0xff00 : 0) | forms << UInt32(Self.firstForm)
  }

  /// Whether the opcode is ordinary with and without a REX prefix.
  private static func isOrdinary(
    _ tables: OpcodeTables, _ map: OpcodeMap, _ opcode: UInt8, _ modRM: UInt8?,
    _ prefixes: Instruction.Prefixes
  ) -> Bool {
    guard tables[map, opcode].kind == .unresolved else { return true }
    let rex: Instruction.Prefixes = [.rex, .extendedReg]
    return tables.classes.kind(map, opcode, modRM, prefixes) == .ordinary
      && tables.classes.kind(map, opcode, modRM, prefixes.union(rex)) == .ordinary
  }
}

extension Shape {
  /// Whether ModRM distinguishes several instructions of the opcode.
  fileprivate var isDecidedByModRM: Bool {
    kind == .unresolved || immediate == .testByte || immediate == .testOperand
  }
}

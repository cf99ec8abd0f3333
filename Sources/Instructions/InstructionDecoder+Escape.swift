// SPDX-License-Identifier: Apache-2.0

/// Finds the map of an opcode from its first bytes.
extension InstructionDecoder {
  /// Sets `map` and advances `at` to the last opcode byte; false if there is no such map.
  func escape(
    _ code: Window, _ at: inout Int, _ prefixes: inout Instruction.Prefixes, _ map: inout OpcodeMap
  ) -> Bool {
    let first = code[at]
    let next = code[at + 1]
    if first == 0x0f {
      escapeLegacy(next, &at, &map)
      return true
    }
    if first == 0x8f ? next & 0x1f < 8 : mode == .bits32 && next < 0xc0 {
      // pop, les, lds or bound: the next byte is a ModRM, so this is not a vector prefix.
      map = .notVector
      return true
    }
    guard prefixes.isDisjoint(with: [.operandSize, .rep, .repne, .lock, .rex]) else { return false }
    return escapeVector(code, first, &at, &prefixes, &map)
  }

  private func escapeLegacy(_ next: UInt8, _ at: inout Int, _ map: inout OpcodeMap) {
    switch next {
    case 0x38: (map, at) = (.threeByte38, at + 2)
    case 0x3a: (map, at) = (.threeByte3A, at + 2)
    default: (map, at) = (.twoByte, at + 1)
    }
  }

  private func escapeVector(
    _ code: Window, _ first: UInt8, _ at: inout Int, _ prefixes: inout Instruction.Prefixes,
    _ map: inout OpcodeMap
  ) -> Bool {
    let (one, two) = (code[at + 1], code[at + 2])
    let (found, length): (OpcodeMap?, Int) =
      switch first {
      case 0xc5: (.vex1, 2)
      case 0xc4: (.vex(one & 0x1f), 3)
      case 0x8f: (.xop(one & 0x1f), 3)
      // A bit of the third byte is always set in EVEX; if it is clear, this is MVEX of Knights
      // Corner.
      default: (two & 4 == 0 ? nil : .evex(one & 0xf), 4)
      }
    guard let found else { return false }
    at += length
    prefixes.formUnion(Self.mandatory(first == 0x8f ? 0 : (first == 0xc5 ? one : two) & 3))
    map = found
    return true
  }

  /// The prefix that the pp field of a vector prefix means.
  private static func mandatory(_ field: UInt8) -> Instruction.Prefixes {
    switch field {
    case 1: .operandSize
    case 2: .rep
    case 3: .repne
    default: []
    }
  }
}

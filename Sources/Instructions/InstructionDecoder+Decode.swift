// SPDX-License-Identifier: Apache-2.0

/// Decodes in the order prefixes, opcode, ModRM, SIB, displacement, immediate.
extension InstructionDecoder {
  /// Most instructions have an opcode of one byte without prefixes or with a REX alone. They are
  /// decoded here, without any memory access except to the tables.
  @inline(__always)
  func decode(_ code: Window) -> Instruction {
    let first = tables[.oneByte, code[0]]
    if first.isPlain { return finish(code, 0, .oneByte, [], first) }
    if first.isRex, first.isPrefix {
      let second = tables[.oneByte, code[1]]
      if second.isPlain { return finish(code, 1, .oneByte, .init(rex: code[0]), second) }
    }
    return decodeLong(code)
  }

  @inline(never)
  private func decodeLong(_ code: Window) -> Instruction {
    var at = 0
    var prefixes = Instruction.Prefixes()
    var map = OpcodeMap.oneByte
    var shape = tables[map, code[0]]
    guard takePrefixes(code, &at, &prefixes, &shape) else {
      return undefined(at, code, map, prefixes)
    }
    if shape.isEscape {
      guard escape(code, &at, &prefixes, &map) else { return undefined(at, code, map, prefixes) }
      shape = tables[map, code[at]]
    }
    return finish(code, at, map, prefixes, shape)
  }

  /// Skips prefixes; false if there are too many for an instruction.
  private func takePrefixes(
    _ code: Window, _ at: inout Int, _ prefixes: inout Instruction.Prefixes, _ shape: inout Shape
  ) -> Bool {
    while shape.isPrefix {
      prefixes.take(code[at], shape)
      at += 1
      guard at < Instruction.mostBytes else { return false }
      shape = tables[.oneByte, code[at]]
    }
    return true
  }

  @inline(__always)
  private func finish(
    _ code: Window, _ at: Int, _ map: OpcodeMap, _ prefixes: Instruction.Prefixes, _ shape: Shape
  ) -> Instruction {
    var end = at &+ 1
    let modRM = code[end]
    if shape.hasModRM { end &+= addressing(modRM, code[end &+ 1], prefixes, shape) }
    let immediate = immediateSize(shape, prefixes, modRM)
    end &+= immediate
    var kind = shape.kind
    if kind == .unresolved {
      kind = tables.classes.kind(map, code[at], shape.hasModRM ? modRM : nil, prefixes)
    }
    if end > Instruction.mostBytes || shape.isUndefined { kind = .undefined }
    return Instruction(
      length: UInt8(truncatingIfNeeded: end), opcodeOffset: UInt8(truncatingIfNeeded: at),
      map: map, opcode: code[at], modRM: modRM, immediateSize: UInt8(truncatingIfNeeded: immediate),
      prefixes: prefixes, kind: kind)
  }

  /// The number of bytes of ModRM, SIB and displacement.
  @inline(__always)
  private func addressing(
    _ modRM: UInt8, _ sib: UInt8, _ prefixes: Instruction.Prefixes, _ shape: Shape
  ) -> Int {
    if shape.isRegisterOnly { return 1 }
    let size = tables.addressing(modRM, short: prefixes.contains(.addressSize))
    // mod 0 with base 5 means a displacement instead of a base.
    let extra = size.hasSib && modRM < 0x40 && sib & 7 == 5 ? 4 : 0
    return size.bytes &+ extra
  }

  @inline(__always)
  private func immediateSize(
    _ shape: Shape, _ prefixes: Instruction.Prefixes, _ modRM: UInt8
  ) -> Int {
    let fixed = shape.fixedImmediate
    return fixed >= 0 ? fixed : shape.immediate.size(prefixes, mode, modRM)
  }

  /// The result for an encoding that no processor executes, because its map does not exist or it is
  /// too long.
  func undefined(
    _ at: Int, _ code: Window, _ map: OpcodeMap, _ prefixes: Instruction.Prefixes
  ) -> Instruction {
    Instruction(
      length: UInt8(min(at + 1, Instruction.mostBytes)), opcodeOffset: UInt8(at), map: map,
      opcode: code[at], modRM: 0, immediateSize: 0, prefixes: prefixes, kind: .undefined)
  }
}

extension Instruction.Prefixes {
  /// The bits W, R and B of a REX prefix.
  @inline(__always)
  init(rex byte: UInt8) {
    let bits = UInt16(byte)
    self.init(
      rawValue: Self.rex.rawValue | (bits & 8) << 4 | (bits & 4) << 6 | (bits & 1) << 9)
  }

  /// Adds a prefix. A REX has no effect if another prefix follows it.
  mutating func take(_ byte: UInt8, _ shape: Shape) {
    subtract(.anyRex)
    if shape.isRex { return formUnion(.init(rex: byte)) }
    switch byte {
    case 0x66: formUnion(.operandSize)
    case 0x67: formUnion(.addressSize)
    case 0xf3: self = subtracting(.repne).union(.rep)
    case 0xf2: self = subtracting(.rep).union(.repne)
    case 0xf0: formUnion(.lock)
    default: formUnion(.segment)
    }
  }

  private static let anyRex: Self = [.rex, .wide, .extendedReg, .extendedRm]
}

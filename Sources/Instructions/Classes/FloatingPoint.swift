// SPDX-License-Identifier: Apache-2.0

extension OpcodeMap {
  /// Whether an opcode is of x87, MMX, SSE, AVX or opmasks: it works on registers that a kernel leaves
  /// to processes until it has saved them. Sources: Intel's and AMD's manuals.
  func isFloatingPoint(_ opcode: UInt8) -> Bool {
    switch self {
    case .oneByte: (0xd8...0xdf).contains(opcode)
    case .twoByte:
      switch opcode {
      case 0x10...0x17, 0x28...0x2f, 0x50...0x77, 0x7c...0x7f, 0xc2, 0xc4...0xc6, 0xd0...0xfe: true
      default: false
      }
    // movbe, crc32, adcx, movdiri and their like are of general registers.
    case .threeByte38: opcode < 0x80 || (0x8b...0xef).contains(opcode)
    case .threeByte3A: opcode < 0xf0
    // andn, bextr, pdep and their like, too.
    case .vex2: opcode < 0xf0
    case .vex3: opcode < 0xf0
    case .vex1, .evex1, .evex2, .evex3, .evex5, .evex6, .xop8: true
    case .xop9: opcode > 0x12
    case .xopA, .notVector: false
    }
  }
}

extension Instruction {
  /// It works on x87, MMX, SSE or AVX registers.
  public var isFloatingPoint: Bool { kind == .ordinary && map.isFloatingPoint(opcode) }

  /// It saves, restores or clears the registers, or the flag by which they are not to be used: who does
  /// so has seen to what a process keeps in them.
  public var guardsFloatingPoint: Bool {
    switch (map, opcode) {
    case (.twoByte, 0xae): return mod != 3 && [0, 1, 4, 5, 6].contains(reg)
    case (.twoByte, 0xc7): return mod != 3 && (3...5).contains(reg)
    case (.twoByte, 0x06): return true
    case (.twoByte, 0x22): return reg == 0
    case (.oneByte, 0xdb): return modRM == 0xe3
    case (.oneByte, 0xdd): return mod != 3 && [4, 6].contains(reg)
    default: return false
    }
  }

  /// It asks for or sets what controls the registers, and changes none: fnstsw, fnstcw, fldcw, fnclex,
  /// fninit, fldenv, emms, vzeroupper; and tilerelease, which gives up what it releases.
  public var controlsFloatingPoint: Bool {
    switch (map, opcode) {
    case (.twoByte, 0x77), (.twoByte, 0x0e), (.vex1, 0x77): return true
    // tilerelease.
    case (.vex2, 0x49): return modRM == 0xc0
    case (.oneByte, 0xdb): return modRM == 0xe2 || modRM == 0xe3
    case (.oneByte, 0xdd): return mod != 3 && reg == 7
    case (.oneByte, 0xd9): return mod != 3 && (4...7).contains(reg)
    case (.oneByte, 0xdf): return modRM == 0xe0
    default: return false
    }
  }

  /// Of SSE, the register that is put into memory; nil of all else.
  public var storedVector: Int? {
    guard map == .twoByte, mod != 3,
      [0x11, 0x13, 0x17, 0x29, 0x2b, 0x7e, 0x7f, 0xd6, 0xe7].contains(opcode)
    else { return nil }
    // movq of F3 0F 7E loads.
    return opcode == 0x7e && prefixes.contains(.rep) ? nil : vector
  }

  /// Of MMX, SSE and SSE2, the register that is changed; nil of what changes none.
  public var changedVector: Int? {
    guard map == .twoByte, storedVector == nil else { return nil }
    switch opcode {
    case 0x2c...0x2f, 0x50, 0x77, 0xd7: return nil
    case 0x7e where !prefixes.contains(.rep): return nil
    case 0x71...0x73: return Int(rm) + (prefixes.contains(.extendedRm) ? 8 : 0)
    case 0x11, 0x29, 0x7f, 0xd6: return Int(rm) + (prefixes.contains(.extendedRm) ? 8 : 0)
    default: return vector
    }
  }

  private var vector: Int { Int(reg) + (prefixes.contains(.extendedReg) ? 8 : 0) }
}

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

  /// No compiler makes it of integers: arithmetic on floats, or a newer extension than SSE2.
  public var isDeliberatelyFloating: Bool {
    guard isFloatingPoint else { return false }
    switch map {
    case .twoByte:
      // cvt, comis, sqrt to max of scalars and vectors, andps apart; MMX and SSE2 of integers not.
      return [0x2a, 0x2c, 0x2d, 0x2e, 0x2f, 0x51, 0x52, 0x53].contains(opcode)
        || (0x58...0x5f).contains(opcode)
    case .oneByte: return false
    default: return true
    }
  }

  /// It saves, restores or clears these registers or what controls them.
  public var handlesFloatingPointState: Bool {
    switch (map, opcode) {
    case (.twoByte, 0xae): return mod != 3 && [0, 1, 2, 4, 5, 6].contains(reg)
    case (.twoByte, 0xc7): return mod != 3 && (3...5).contains(reg)
    case (.twoByte, 0x06), (.twoByte, 0x77), (.twoByte, 0x0e): return true
    case (.twoByte, 0x22): return reg == 0
    case (.oneByte, 0xdb): return modRM == 0xe2 || modRM == 0xe3
    case (.oneByte, 0xdd): return mod != 3 && [4, 6, 7].contains(reg)
    case (.oneByte, 0xd9): return mod != 3 && (4...7).contains(reg)
    case (.oneByte, 0xdf): return modRM == 0xe0
    default: return false
    }
  }
}

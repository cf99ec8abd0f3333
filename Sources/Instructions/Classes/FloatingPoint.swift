// SPDX-License-Identifier: Apache-2.0

extension OpcodeMap {
  /// Whether an opcode belongs to x87, MMX, SSE, AVX or opmasks. Its registers hold values of a
  /// process until the kernel has saved them. Sources: Intel's and AMD's manuals.
  func isFloatingPoint(_ opcode: UInt8) -> Bool {
    switch self {
    case .oneByte: (0xd8...0xdf).contains(opcode)
    case .twoByte:
      switch opcode {
      case 0x10...0x17, 0x28...0x2f, 0x50...0x77, 0x7c...0x7f, 0xc2, 0xc4...0xc6, 0xd0...0xfe: true
      default: false
      }
    // movbe, crc32, adcx, movdiri and similar ones use general registers.
    case .threeByte38: opcode < 0x80 || (0x8b...0xef).contains(opcode)
    case .threeByte3A: opcode < 0xf0
    // So do andn, bextr, pdep and similar ones.
    case .vex2: opcode < 0xf0
    case .vex3: opcode < 0xf0
    case .vex1, .evex1, .evex2, .evex3, .evex5, .evex6, .xop8: true
    case .xop9: opcode > 0x12
    case .xopA, .notVector: false
    }
  }
}

extension Instruction {
  /// Whether it uses x87, MMX, SSE or AVX registers.
  public var isFloatingPoint: Bool { kind == .ordinary && map.isFloatingPoint(opcode) }

  /// Whether it saves, restores or clears the registers, or changes cr0.TS, which forbids their
  /// use. A function with such an instruction takes care of the values of a process.
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

  /// Whether it only reads or sets control state and changes no register: fnstsw, fnstcw, fldcw,
  /// fnclex, fninit, fldenv, emms, vzeroupper; and tilerelease, which only releases registers.
  public var controlsFloatingPoint: Bool {
    switch (map, opcode) {
    case (.twoByte, 0x77), (.twoByte, 0x0e), (.vex1, 0x77): return true
    case (.vex2, 0x49): return modRM == 0xc0
    case (.oneByte, 0xdb): return modRM == 0xe2 || modRM == 0xe3
    case (.oneByte, 0xdd): return mod != 3 && reg == 7
    case (.oneByte, 0xd9): return mod != 3 && (4...7).contains(reg)
    case (.oneByte, 0xdf): return modRM == 0xe0
    default: return false
    }
  }

  /// The register that an SSE instruction stores to memory; nil for any other.
  public var storedVector: Int? {
    guard map == .twoByte, mod != 3,
      [0x11, 0x13, 0x17, 0x29, 0x2b, 0x7e, 0x7f, 0xd6, 0xe7].contains(opcode)
    else { return nil }
    // F3 0F 7E is a movq that loads.
    return opcode == 0x7e && prefixes.contains(.rep) ? nil : vector
  }

  /// The register that an MMX, SSE or SSE2 instruction changes; nil if it changes none.
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

// SPDX-License-Identifier: Apache-2.0

/// An instruction with its length and its meaning to a hypervisor. Operands are not decoded; only
/// their offsets are known.
public struct Instruction: Sendable, Equatable {
  /// The greatest length in bytes that a processor executes.
  public static let mostBytes = 15

  /// The length in bytes, with prefixes and immediates. For an undefined instruction it is what was
  /// read, at least 1.
  public let length: UInt8
  /// The offset of the last opcode byte from the first prefix.
  public let opcodeOffset: UInt8
  /// The opcode map.
  public let map: OpcodeMap
  /// The last byte of the opcode.
  public let opcode: UInt8
  /// The byte after the opcode. It is set even if it is not a ModRM.
  public let modRM: UInt8
  /// The bytes of immediates, displacements of branches and absolute addresses at the end.
  public let immediateSize: UInt8
  /// The prefixes before the opcode.
  public let prefixes: Prefixes
  /// The class of the instruction.
  public let kind: InstructionClass

  /// A set of prefixes.
  public struct Prefixes: OptionSet, Sendable, Equatable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// 66
    public static let operandSize = Prefixes(rawValue: 1)
    /// 67
    public static let addressSize = Prefixes(rawValue: 2)
    /// F3, unless an F2 follows it.
    public static let rep = Prefixes(rawValue: 4)
    /// F2, unless an F3 follows it.
    public static let repne = Prefixes(rawValue: 8)
    /// F0
    public static let lock = Prefixes(rawValue: 16)
    /// 26, 2E, 36, 3E, 64, 65
    public static let segment = Prefixes(rawValue: 32)
    /// 40 to 4F directly before the opcode.
    public static let rex = Prefixes(rawValue: 64)
    /// REX.W.
    public static let wide = Prefixes(rawValue: 128)
    /// REX.R, which adds 8 to ModRM.reg.
    public static let extendedReg = Prefixes(rawValue: 256)
    /// REX.B, which adds 8 to ModRM.rm.
    public static let extendedRm = Prefixes(rawValue: 512)
  }

  /// Whether a ModRM follows the opcode. If not, `mod`, `reg` and `rm` have no meaning.
  public var hasModRM: Bool { immediateOffset > Int(opcodeOffset) + 1 }
  /// ModRM.mod, 0 to 3; 3 means a register.
  public var mod: UInt8 { modRM >> 6 }
  /// ModRM.reg without its extension, 0 to 7.
  public var reg: UInt8 { modRM >> 3 & 7 }
  /// ModRM.rm without its extension, 0 to 7.
  public var rm: UInt8 { modRM & 7 }
  /// The offset of the immediate bytes from the first prefix.
  public var immediateOffset: Int { Int(length) - Int(immediateSize) }
}

// SPDX-License-Identifier: Apache-2.0

/// One instruction as far as its length and its meaning under a hypervisor go. No operand is
/// decoded: where they stand is told, and what they are is for who asks.
public struct Instruction: Sendable, Equatable {
  /// More bytes than this and the processor refuses to execute it.
  public static let mostBytes = 15

  /// In bytes, prefixes and immediates included. Of what is undefined, as far as it was read, and
  /// no less than 1.
  public let length: UInt8
  /// Where the opcode's last byte stands, counted from the first prefix.
  public let opcodeOffset: UInt8
  /// The table that the opcode was found in.
  public let map: OpcodeMap
  /// The last byte of the opcode.
  public let opcode: UInt8
  /// The byte behind the opcode; its value when there is one at all, whether or not it is a ModRM.
  public let modRM: UInt8
  /// Bytes of immediates, branch distances and absolute addresses at its end.
  public let immediateSize: UInt8
  /// The prefixes before the opcode.
  public let prefixes: Prefixes
  /// What it means under a hypervisor.
  public let kind: InstructionClass

  /// Prefixes, each once.
  public struct Prefixes: OptionSet, Sendable, Equatable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// 66
    public static let operandSize = Prefixes(rawValue: 1)
    /// 67
    public static let addressSize = Prefixes(rawValue: 2)
    /// F3, when no F2 follows it.
    public static let rep = Prefixes(rawValue: 4)
    /// F2, when no F3 follows it.
    public static let repne = Prefixes(rawValue: 8)
    /// F0
    public static let lock = Prefixes(rawValue: 16)
    /// 26, 2E, 36, 3E, 64, 65
    public static let segment = Prefixes(rawValue: 32)
    /// 40 to 4F right before the opcode.
    public static let rex = Prefixes(rawValue: 64)
    /// REX.W.
    public static let wide = Prefixes(rawValue: 128)
    /// REX.R: 8 more for ModRM.reg.
    public static let extendedReg = Prefixes(rawValue: 256)
    /// REX.B: 8 more for ModRM.rm.
    public static let extendedRm = Prefixes(rawValue: 512)
  }

  /// Whether a ModRM follows the opcode; of any other instruction `mod`, `reg` and `rm` say nothing.
  public var hasModRM: Bool { immediateOffset > Int(opcodeOffset) + 1 }
  /// ModRM.mod, 0 to 3; 3 stands for a register.
  public var mod: UInt8 { modRM >> 6 }
  /// ModRM.reg without its extension, 0 to 7.
  public var reg: UInt8 { modRM >> 3 & 7 }
  /// ModRM.rm without its extension, 0 to 7.
  public var rm: UInt8 { modRM & 7 }
  /// Where its immediate bytes begin, counted from the first prefix.
  public var immediateOffset: Int { Int(length) - Int(immediateSize) }
}

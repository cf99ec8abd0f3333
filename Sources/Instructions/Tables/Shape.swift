// SPDX-License-Identifier: Apache-2.0

/// What follows an opcode, and its class if the opcode alone determines it, in 16 bits.
struct Shape: Equatable {
  /// What follows ModRM and displacement. The first five cases are that many bytes.
  enum Immediate: UInt16 {
    case bytes0, bytes1, bytes2, bytes3, bytes4
    case operand = 7
    case move, near, address, far, testByte, testOperand, quarter
  }

  private static let modRM: UInt16 = 1 << 4
  private static let registerOnly: UInt16 = 1 << 5
  private static let escape: UInt16 = 1 << 6
  /// A prefix if the escape bit is clear; undefined if it is set.
  private static let prefix: UInt16 = 1 << 7

  let rawValue: UInt16

  var immediate: Immediate { Immediate(rawValue: rawValue & 0xf) ?? .bytes0 }
  /// The size of an immediate that is always the same; -1 for any other.
  var fixedImmediate: Int {
    let field = Int(rawValue & 0xf)
    return field <= 4 ? field : -1
  }
  var hasModRM: Bool { rawValue & Self.modRM != 0 }
  var isRegisterOnly: Bool { rawValue & Self.registerOnly != 0 }
  var isEscape: Bool { rawValue & (Self.escape | Self.prefix) == Self.escape }
  var isPrefix: Bool { rawValue & (Self.escape | Self.prefix) == Self.prefix }
  var isUndefined: Bool {
    rawValue & (Self.escape | Self.prefix) == (Self.escape | Self.prefix)
  }
  /// Whether a prefix is a REX.
  var isRex: Bool { rawValue & Self.modRM != 0 }
  /// Whether it is an opcode: neither prefix nor escape, and not undefined.
  var isPlain: Bool { rawValue & (Self.escape | Self.prefix) == 0 }
  /// The class. The bits are only set by `classified`, so they are always valid.
  var kind: InstructionClass { unsafeBitCast(UInt8(rawValue >> 8), to: InstructionClass.self) }

  private init(_ rawValue: UInt16) { self.rawValue = rawValue }

  static let undefined = Shape(escape | prefix | UInt16(InstructionClass.undefined.rawValue) << 8)

  /// The shape for a sign in the rows of `OpcodeMap`.
  init(_ sign: some Sequence<Unicode.Scalar>, _ mode: CodeMode) {
    var rawValue: UInt16 = 0
    for letter in sign {
      switch letter {
      case "m": rawValue |= Self.modRM
      case "c": rawValue |= Self.modRM | Self.registerOnly
      case "p": rawValue |= Self.prefix
      case "r": rawValue |= mode == .bits64 ? Self.prefix | Self.modRM : 0
      case "x": rawValue |= Self.escape
      case "-": rawValue |= Self.undefined.rawValue
      case "!": rawValue |= mode == .bits64 ? Self.undefined.rawValue : 0
      default: rawValue |= Self.immediates[letter]?.rawValue ?? 0
      }
    }
    self.init(rawValue)
  }

  private static let immediates: [Unicode.Scalar: Immediate] = [
    "1": .bytes1, "2": .bytes2, "e": .bytes3, "4": .bytes4, "z": .operand, "v": .move, "j": .near,
    "o": .address, "f": .far, "t": .testByte, "u": .testOperand, "q": .quarter,
  ]

  /// The same shape with a class.
  func classified(_ kind: InstructionClass) -> Shape {
    isUndefined ? self : Shape(rawValue & 0xff | UInt16(kind.rawValue) << 8)
  }
}

extension Shape.Immediate {
  /// The size in bytes.
  func size(_ prefixes: Instruction.Prefixes, _ mode: CodeMode, _ modRM: UInt8) -> Int {
    let isWide = prefixes.contains(.wide)
    let word = prefixes.contains(.operandSize) && !isWide ? 2 : 4
    return switch self {
    case .bytes0, .bytes1, .bytes2, .bytes3, .bytes4: Int(rawValue)
    case .operand: word
    case .move: isWide ? 8 : word
    case .near: mode == .bits64 ? 4 : word
    case .address: (mode == .bits64 ? 8 : 4) >> (prefixes.contains(.addressSize) ? 1 : 0)
    case .far: word + 2
    case .testByte: modRM & 0x30 == 0 ? 1 : 0
    case .testOperand: modRM & 0x30 == 0 ? word : 0
    case .quarter: prefixes.isDisjoint(with: [.operandSize, .repne]) ? 0 : 2
    }
  }
}

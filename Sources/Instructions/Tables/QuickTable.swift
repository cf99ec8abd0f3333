// SPDX-License-Identifier: Apache-2.0

/// The lengths of the most frequent instructions: ordinary ones of one or two opcode bytes, with no
/// prefix but REX. It is the decoder's tables over again, reduced to what a sweep needs of these,
/// so that it hardly ever branches.
struct QuickTable: @unchecked Sendable {
  static let bits32 = QuickTable(.bits32, .bits32)
  static let bits64 = QuickTable(.bits64, .bits64)

  /// The opcode and what always follows it.
  private static let bytes: UInt8 = 0xf
  private static let modRM: UInt8 = 0x10
  private static let rex: UInt8 = 0x40
  /// A longer look is needed.
  private static let slow: UInt8 = 0x80

  /// Opcodes of one byte, the same with REX.W, opcodes of two.
  private let entries: UnsafePointer<UInt8>
  /// By ModRM: its size as `Addressing` has it.
  private let addresses: UnsafePointer<UInt8>

  private init(_ mode: CodeMode, _ tables: OpcodeTables) {
    let plain = (0...255).map { Self.entry(tables[.oneByte, $0], mode) }
    let wide = (0...255).map { Self.entry(tables[.oneByte, $0], mode, isWide: true) }
    let two = (0...255).map { Self.entry(tables[.twoByte, $0], mode) }
    entries = OpcodeTables.immortal(plain + wide + two)
    addresses = OpcodeTables.immortal((0...255).map { Addressing.wide($0).rawValue })
  }

  private static func entry(_ shape: Shape, _ mode: CodeMode, isWide: Bool = false) -> UInt8 {
    if shape.isPrefix { return slow | (shape.isRex ? rex : 0) }
    guard shape.isPlain, shape.kind == .ordinary, !shape.isRegisterOnly,
      let immediate = shape.immediate.size(mode, isWide: isWide)
    else { return slow }
    return UInt8(1 + immediate) | (shape.hasModRM ? modRM : 0)
  }

  /// The length of the instruction there; nil when the decoder has to tell.
  @inline(__always)
  func length(_ code: Window) -> Int? {
    var at = 0
    var table = 0
    if entries[Int(code[0])] & Self.rex != 0 {
      at = 1
      table = Int(code[0] & 8) << 5
    }
    if code[at] == 0x0f {
      at &+= 1
      table = 512
    }
    let entry = entries[table | Int(code[at])]
    guard entry & Self.slow == 0 else { return nil }
    let size = addresses[Int(code[at &+ 1])]
    let extra: UInt8 = size & 0x80 != 0 && code[at &+ 1] < 0x40 && code[at &+ 2] & 7 == 5 ? 4 : 0
    let address = (size & 0x7f) &+ extra
    let mask: UInt8 = entry & Self.modRM != 0 ? 0xff : 0
    return at &+ Int((entry & Self.bytes) &+ (address & mask))
  }
}

extension Shape.Immediate {
  /// Its bytes without prefixes but REX; nil when ModRM decides.
  fileprivate func size(_ mode: CodeMode, isWide: Bool) -> Int? {
    switch self {
    case .bytes0, .bytes1, .bytes2, .bytes3, .bytes4: Int(rawValue)
    case .operand, .near: 4
    case .move: isWide ? 8 : 4
    case .address: mode == .bits64 ? 8 : 4
    case .far: 6
    case .quarter: 0
    case .testByte, .testOperand: nil
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

/// An encoding that has a class, written as processor manuals do: `0F 01 /2 m`.
///
/// | part | meaning |
/// |--|--|
/// | `NP` `66` `F3` `F2` | only with that mandatory prefix; `NP` is none of them |
/// | `0F` `0F 38` `0F 3A` | the map; `PLAIN` is `OpcodeMap.notVector` |
/// | `B8` | the opcode; `B8-BF` several of them |
/// | `/2` `/2-7` | ModRM.reg |
/// | `m` `r` | the operand of ModRM is memory, or a register |
/// | `=F8` `=D1-D7` | the whole ModRM |
/// | `+R` | with REX.R |
struct ClassPattern {
  /// The mandatory prefixes that distinguish encodings of one opcode.
  enum Mandatory: String {
    case none = "NP"
    case operandSize = "66"
    case rep = "F3"
    case repne = "F2"
  }

  let kind: InstructionClass
  /// The mode in which the encoding has this class; nil for both.
  let mode: CodeMode?
  private(set) var map = OpcodeMap.oneByte
  private(set) var opcodes: ClosedRange<UInt8> = 0...0
  private var mandatory: Mandatory?
  private var regs: ClosedRange<UInt8>?
  private var modRMs: ClosedRange<UInt8>?
  private var isRegister: Bool?
  private var isExtended = false

  init(_ kind: InstructionClass, _ text: String, only mode: CodeMode? = nil) {
    self.kind = kind
    self.mode = mode
    var parts = text.split(separator: " ")[...]
    if let first = parts.first, parts.count > 1, let known = Mandatory(rawValue: String(first)) {
      mandatory = known
      parts = parts.dropFirst()
    }
    takeMap(&parts)
    opcodes = Self.range(parts.removeFirst(), radix: 16)
    for part in parts { takeCondition(part) }
  }

  private mutating func takeMap(_ parts: inout ArraySlice<Substring>) {
    let escapes: [([Substring], OpcodeMap)] = [
      (["0F", "38"], .threeByte38), (["0F", "3A"], .threeByte3A), (["0F"], .twoByte),
      (["PLAIN"], .notVector),
    ]
    guard let (escape, found) = escapes.first(where: { parts.starts(with: $0.0) }) else { return }
    map = found
    parts = parts.dropFirst(escape.count)
  }

  private mutating func takeCondition(_ part: Substring) {
    switch part.first {
    case "/": regs = Self.range(part.dropFirst(), radix: 10)
    case "=": modRMs = Self.range(part.dropFirst(), radix: 16)
    case "+": isExtended = true
    default: isRegister = part == "r"
    }
  }

  private static func range(_ text: Substring, radix: Int) -> ClosedRange<UInt8> {
    let ends = text.split(separator: "-").map { UInt8($0, radix: radix)! }
    return ends[0]...ends[ends.count - 1]
  }

  /// Whether the class depends on the opcode alone.
  var isUnconditional: Bool {
    mandatory == nil && regs == nil && modRMs == nil && isRegister == nil && !isExtended
  }

  func matches(_ modRM: UInt8, _ prefixes: Instruction.Prefixes) -> Bool {
    (regs?.contains(modRM >> 3 & 7) ?? true) && (modRMs?.contains(modRM) ?? true)
      && (isRegister.map { $0 == (modRM >= 0xc0) } ?? true)
      && (!isExtended || prefixes.contains(.extendedReg))
      && (mandatory.map { $0 == Mandatory(prefixes) } ?? true)
  }
}

extension ClassPattern.Mandatory {
  /// The prefix that counts: F2 and F3 take precedence over 66.
  init(_ prefixes: Instruction.Prefixes) {
    self =
      if prefixes.contains(.repne) {
        .repne
      } else if prefixes.contains(.rep) {
        .rep
      } else if prefixes.contains(.operandSize) {
        .operandSize
      } else {
        .none
      }
  }
}

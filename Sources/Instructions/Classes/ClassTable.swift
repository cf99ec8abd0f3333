// SPDX-License-Identifier: Apache-2.0

/// The patterns of one mode, found by map and opcode.
final class ClassTable: Sendable {
  private let patterns: [Int: [ClassPattern]]

  init(_ mode: CodeMode) {
    var patterns: [Int: [ClassPattern]] = [:]
    for pattern in ClassPattern.all where pattern.mode == nil || pattern.mode == mode {
      for opcode in pattern.opcodes {
        patterns[Self.key(pattern.map, opcode), default: []].append(pattern)
      }
    }
    self.patterns = patterns
  }

  private static func key(_ map: OpcodeMap, _ opcode: UInt8) -> Int {
    Int(map.rawValue) << 8 | Int(opcode)
  }

  /// What the opcode alone says; `.unresolved` when more is needed.
  func kind(_ map: OpcodeMap, _ opcode: UInt8) -> InstructionClass {
    guard let known = patterns[Self.key(map, opcode)] else { return .ordinary }
    return known[0].isUnconditional ? known[0].kind : .unresolved
  }

  /// The class of an opcode of which `kind(_:_:)` says `.unresolved`: the first pattern that
  /// matches; ordinary when none does.
  func kind(
    _ map: OpcodeMap, _ opcode: UInt8, _ modRM: UInt8?, _ prefixes: Instruction.Prefixes
  ) -> InstructionClass {
    let known = patterns[Self.key(map, opcode)] ?? []
    return known.first { $0.matches(modRM ?? 0, prefixes) }?.kind ?? .ordinary
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The patterns of one mode, found by map and opcode.
final class ClassTable: Sendable {
  /// By map and opcode.
  private let patterns: [[ClassPattern]]

  init(_ mode: CodeMode) {
    var patterns = [[ClassPattern]](repeating: [], count: OpcodeMap.allCases.count << 8)
    for pattern in ClassPattern.all where pattern.mode == nil || pattern.mode == mode {
      for opcode in pattern.opcodes {
        patterns[Self.key(pattern.map, opcode)].append(pattern)
      }
    }
    self.patterns = patterns
  }

  private static func key(_ map: OpcodeMap, _ opcode: UInt8) -> Int {
    Int(map.rawValue) << 8 | Int(opcode)
  }

  /// What the opcode alone says; `.unresolved` when more is needed.
  func kind(_ map: OpcodeMap, _ opcode: UInt8) -> InstructionClass {
    guard let first = patterns[Self.key(map, opcode)].first else { return .ordinary }
    return first.isUnconditional ? first.kind : .unresolved
  }

  /// The class of an opcode of which `kind(_:_:)` says `.unresolved`: the first pattern that
  /// matches; ordinary when none does.
  func kind(
    _ map: OpcodeMap, _ opcode: UInt8, _ modRM: UInt8?, _ prefixes: Instruction.Prefixes
  ) -> InstructionClass {
    for pattern in patterns[Self.key(map, opcode)] where pattern.matches(modRM ?? 0, prefixes) {
      return pattern.kind
    }
    return .ordinary
  }
}

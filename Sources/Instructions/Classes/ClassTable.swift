// SPDX-License-Identifier: Apache-2.0

/// The patterns of one mode, indexed by map and opcode.
final class ClassTable: Sendable {
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

  /// The class of an opcode if the opcode alone determines it; `.unresolved` otherwise.
  func kind(_ map: OpcodeMap, _ opcode: UInt8) -> InstructionClass {
    guard let first = patterns[Self.key(map, opcode)].first else { return .ordinary }
    return first.isUnconditional ? first.kind : .unresolved
  }

  /// The class of an opcode for which `kind(_:_:)` returns `.unresolved`: that of the first
  /// matching pattern, or `.ordinary` if none matches.
  func kind(
    _ map: OpcodeMap, _ opcode: UInt8, _ modRM: UInt8?, _ prefixes: Instruction.Prefixes
  ) -> InstructionClass {
    for pattern in patterns[Self.key(map, opcode)] where pattern.matches(modRM ?? 0, prefixes) {
      return pattern.kind
    }
    return .ordinary
  }
}

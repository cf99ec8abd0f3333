// SPDX-License-Identifier: Apache-2.0

/// A table of 256 opcodes.
///
/// Its rows contain a sign for each opcode, sixteen per line, in the order of processor manuals:
///
/// | sign | what follows the opcode |
/// |--|--|
/// | `.` | nothing |
/// | `m` | ModRM, SIB and displacement; `c` a ModRM that always means a register |
/// | `1` `2` `4` | that many immediate bytes |
/// | `z` | 4 bytes, 2 with prefix 66 |
/// | `v` | likewise, 8 with REX.W |
/// | `j` | the displacement of a branch: 4 bytes, outside long mode 2 with prefix 66 |
/// | `o` | an address; `f` address and selector; `e` three bytes (enter) |
/// | `t` `u` | `1` and `z` when ModRM.reg is 0 or 1 (test) |
/// | `q` | two bytes with prefix 66 or F2 (extrq, insertq) |
/// | `p` | the opcode is a prefix; `r` in long mode |
/// | `x` | an opcode or a vector prefix follows |
/// | `-` | undefined; `!` after a sign: undefined in long mode |
public enum OpcodeMap: UInt8, Sendable, CaseIterable {
  case oneByte, twoByte, threeByte38, threeByte3A
  case vex1, vex2, vex3
  case evex1, evex2, evex3, evex5, evex6
  case xop8, xop9, xopA
  /// The one-byte opcodes that vector prefixes reuse: 62, 8F, C4, C5.
  case notVector

  var rows: String {
    switch self {
    case .oneByte: Self.oneByteRows
    case .twoByte: Self.twoByteRows
    case .threeByte38: Self.threeByte38Rows
    case .threeByte3A: Self.threeByte3ARows
    case .vex1: Self.vex1Rows
    case .vex2: Self.vex2Rows
    case .vex3: Self.vex3Rows
    case .evex1: Self.evex1Rows
    case .evex2: Self.evex2Rows
    case .evex3: Self.evex3Rows
    case .evex5: Self.evex5Rows
    case .evex6: Self.evex6Rows
    case .xop8: Self.xop8Rows
    case .xop9: Self.xop9Rows
    case .xopA: Self.xopARows
    case .notVector: String(repeating: "m ", count: 256)
    }
  }

  /// The map for the mmmmm field of a VEX prefix.
  static func vex(_ field: UInt8) -> OpcodeMap? { offset(from: .vex1, field, 1...3) }

  /// The map for the mmm field of an EVEX prefix and the bit above it.
  static func evex(_ field: UInt8) -> OpcodeMap? {
    offset(from: .evex1, field, 1...3) ?? offset(from: .evex5, field, 5...6)
  }

  /// The map for the mmmmm field of an XOP prefix.
  static func xop(_ field: UInt8) -> OpcodeMap? { offset(from: .xop8, field, 8...10) }

  private static func offset(
    from first: OpcodeMap, _ field: UInt8, _ known: ClosedRange<UInt8>
  ) -> OpcodeMap? {
    guard known.contains(field) else { return nil }
    return OpcodeMap(rawValue: first.rawValue + field - known.lowerBound)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Instructions

/// Where the decoder and Zydis may differ, and why. Everything else is an error.
struct Difference: Sendable {
  let reason: String
  let holds: @Sendable (_ ours: Instruction, _ theirs: Zydis.Answer) -> Bool

  static let allowed: [Difference] = [
    Difference(reason: "a LOCK that the instruction does not take makes it undefined") {
      $0.prefixes.contains(.lock) && refused($1, .illegalLock)
    },
    Difference(reason: "a vector opcode whose W, L, vvvv, mask or registers no processor takes") {
      isVector($0) && $0.kind == .ordinary && refused($1)
    },
    Difference(reason: "an opcode that exists with another prefix, or with other operands") {
      [.twoByte, .threeByte38, .threeByte3A].contains($0.map)
        && $0.kind == .ordinary && refused($1, .decodingError)
    },
    Difference(reason: "a register that the operand cannot be: mask, bound and segment registers") {
      $0.kind == .ordinary && refused($1, .badRegister)
    },
    Difference(reason: "MVEX and the VEX prefixes of Knights Corner, which no kernel ran on") {
      $0.kind == .undefined && decoded($1)
        && ($0.map == .vex1 ? knightsCorner : prefixes).contains($0.opcode)
    },
    Difference(reason: "newer than Zydis 4.0: FRED, WRMSRNS") {
      [.eretu, .lkgs, .wrmsrns].contains($0.kind) && refused($1)
    },
  ]

  private static let prefixes: Set<UInt8> = [0x62, 0xc4]
  private static let knightsCorner: Set<UInt8> = [
    0x18, 0x43, 0x48, 0x49, 0x74, 0x75, 0x84, 0x85, 0x95, 0x97, 0xb8, 0xbc, 0xbd,
  ]

  private static func isVector(_ ours: Instruction) -> Bool {
    ours.map.rawValue >= OpcodeMap.vex1.rawValue && ours.map != .notVector
  }

  private static func decoded(_ answer: Zydis.Answer) -> Bool { !refused(answer) }

  private static func refused(
    _ answer: Zydis.Answer, _ reason: Zydis.Refusal? = nil
  ) -> Bool {
    guard case .refused(let why) = answer else { return false }
    return reason == nil || reason == why
  }
}

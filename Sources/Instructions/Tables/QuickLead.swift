// SPDX-License-Identifier: Apache-2.0

/// A byte that may precede an opcode, in `QuickTable`: the number of bits to skip, and from bit 8
/// its effect on the opcode. The values of two places are added.
///
/// The first place is empty, a REX, a REX.W or 66; the second is empty, a REX, a REX.W or 0F.
struct QuickLead {
  let rawValue: UInt16

  /// For the first byte of an instruction. Segment and lock prefixes change neither its length nor
  /// its class.
  init(first byte: UInt8, _ mode: CodeMode) {
    switch byte {
    case 0x66: rawValue = 3 << 8 | 8
    case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0xf0: rawValue = 8
    default: rawValue = Self.rex(byte, mode).map { $0 << 8 | 8 } ?? 0
    }
  }

  /// For the next byte, which is the first one again if that is no such byte.
  init(second byte: UInt8, _ mode: CodeMode) {
    let kind = byte == 0x0f ? 3 : Self.rex(byte, mode)
    rawValue = kind.map { $0 << 10 | 8 } ?? 0
  }

  /// 1 for a REX, 2 for a REX.W; nil for any other byte.
  private static func rex(_ byte: UInt8, _ mode: CodeMode) -> UInt16? {
    guard mode == .bits64, byte & 0xf0 == 0x40 else { return nil }
    return byte & 8 == 0 ? 1 : 2
  }
}

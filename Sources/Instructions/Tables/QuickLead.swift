// SPDX-License-Identifier: Apache-2.0

/// A byte that may lead to an opcode, as `QuickTable` has it: by how many bits the code goes on
/// behind it, and from bit 8 on what it makes of the opcode. Two of them are added up.
///
/// The first place has nothing, a REX, a REX.W or 66; the second nothing, a REX, a REX.W or 0F.
struct QuickLead {
  let rawValue: UInt16

  /// The first byte of an instruction. A segment or a lock changes neither its length nor what it
  /// is.
  init(first byte: UInt8, _ mode: CodeMode) {
    switch byte {
    case 0x66: rawValue = 3 << 8 | 8
    case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0xf0: rawValue = 8
    default: rawValue = Self.rex(byte, mode).map { $0 << 8 | 8 } ?? 0
    }
  }

  /// The next one, or the first again when that leads nowhere.
  init(second byte: UInt8, _ mode: CodeMode) {
    let kind = byte == 0x0f ? 3 : Self.rex(byte, mode)
    rawValue = kind.map { $0 << 10 | 8 } ?? 0
  }

  /// 1, or 2 with W.
  private static func rex(_ byte: UInt8, _ mode: CodeMode) -> UInt16? {
    guard mode == .bits64, byte & 0xf0 == 0x40 else { return nil }
    return byte & 8 == 0 ? 1 : 2
  }
}

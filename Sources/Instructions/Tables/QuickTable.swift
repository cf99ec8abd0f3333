// SPDX-License-Identifier: Apache-2.0

/// The lengths of the most frequent instructions: ordinary ones of one or two opcode bytes, with no
/// prefix but REX. It is the decoder's tables over again, reduced to what a sweep needs of these,
/// so that it never branches.
struct QuickTable: @unchecked Sendable {
  static let bits32 = QuickTable(.bits32, .bits32)
  static let bits64 = QuickTable(.bits64, .bits64)

  /// Added to a length when a longer look is needed.
  static let unknown = 0x80

  /// Opcodes of one byte, the same with REX.W, opcodes of two: `QuickEntry`.
  private let entries: UnsafePointer<UInt32>
  /// By ModRM: its size, whether a SIB may ask for more, and in the upper byte its form.
  private let addresses: UnsafePointer<UInt16>
  /// With which a byte is compared with 40 to see a REX; 0 where there is none.
  private let rexMask: UInt64

  private init(_ mode: CodeMode, _ tables: OpcodeTables) {
    func entries(_ map: OpcodeMap, isWide: Bool = false) -> [UInt32] {
      (0...255).map { QuickEntry(tables, map, $0, mode, isWide: isWide).rawValue }
    }
    self.entries = OpcodeTables.immortal(
      entries(.oneByte) + entries(.oneByte, isWide: true) + entries(.twoByte))
    addresses = OpcodeTables.immortal((0...255).map(Self.address))
    rexMask = mode == .bits64 ? 0xf0 : 0
  }

  private static func address(_ modRM: UInt8) -> UInt16 {
    let size = Addressing.wide(modRM)
    let mayGrow = size.hasSib && modRM < 0x40
    return UInt16(size.bytes) | (mayGrow ? 0x80 : 0) | UInt16(QuickEntry.form(of: modRM)) << 8
  }

  /// The length of the instruction there, of which 8 bytes can be read; no less than `unknown`
  /// when the decoder has to tell.
  @inline(__always)
  func length(_ place: UnsafeRawPointer) -> Int {
    var code = place.loadUnaligned(as: UInt64.self)
    let isRex = code & rexMask == 0x40
    let rex: UInt64 = isRex ? 8 : 0
    let wide: UInt64 = isRex ? (code & 8) << 5 : 0
    code >>= rex
    let isEscape = code & 0xff == 0x0f
    let escape: UInt64 = isEscape ? 8 : 0
    code >>= escape
    let entry = entries[Int((isEscape ? 512 : wide) &+ (code & 0xff))]
    let address = UInt32(addresses[Int(code >> 8 & 0xff)])
    let extra: UInt32 = code >> 16 & 7 == 5 ? (address & 0x80) >> 5 : 0
    let size = ((address & 0x7f) &+ extra) & (entry >> 8)
    let isUnknown = ~(entry >> (16 &+ (address >> 8))) & 1
    return Int((rex &+ escape) >> 3) &+ Int(entry & 0xff) &+ Int(size) &+ Int(isUnknown << 7)
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The lengths of the most frequent instructions: ordinary ones with one or two opcode bytes and at
/// most two prefixes. The table repeats the parts of the decoder's tables that a sweep needs, in a
/// form that needs no branches.
struct QuickTable: @unchecked Sendable {
  static let bits32 = QuickTable(.bits32, .bits32)
  static let bits64 = QuickTable(.bits64, .bits64)

  /// Added to a length if the decoder is needed.
  static let unknown = 0x80

  /// `QuickEntry`, by leading bytes and opcode.
  private let entries: UnsafePointer<UInt32>
  /// By ModRM: its size, whether a SIB may add to it, and in the upper byte the shift that turns
  /// the bit of its form into `unknown`.
  private let addresses: UnsafePointer<UInt16>
  /// `QuickLead`, for the first and the second byte.
  private let firsts: UnsafePointer<UInt16>
  private let seconds: UnsafePointer<UInt16>

  private init(_ mode: CodeMode, _ tables: OpcodeTables) {
    entries = OpcodeTables.immortal(QuickEntry.all(tables, mode))
    addresses = OpcodeTables.immortal((0...255).map(Self.address))
    firsts = OpcodeTables.immortal((0...255).map { QuickLead(first: $0, mode).rawValue })
    seconds = OpcodeTables.immortal((0...255).map { QuickLead(second: $0, mode).rawValue })
  }

  private static func address(_ modRM: UInt8) -> UInt16 {
    let size = Addressing.wide(modRM)
    let mayGrow = size.hasSib && modRM < 0x40
    let shift = QuickEntry.firstForm + QuickEntry.form(of: modRM) - unknown.trailingZeroBitCount
    return UInt16(size.bytes) | (mayGrow ? 0x80 : 0) | UInt16(shift) << 8
  }

  /// The length of the instruction at an address with 8 readable bytes; at least `unknown` if the
  /// decoder is needed.
  @inline(__always)
  func length(_ place: UnsafeRawPointer) -> Int {
    var code = place.loadUnaligned(as: UInt64.self)
    let first = UInt64(firsts[Int(code & 0xff)])
    code &>>= first
    let second = UInt64(seconds[Int(code & 0xff)])
    code &>>= second
    let lead = first &+ second
    let entry = entries[Int(lead & 0xf00 | code & 0xff)]
    let address = UInt32(addresses[Int(code >> 8 & 0xff)])
    // A SIB with base 5 means a displacement instead of a base.
    let extra: UInt32 = code & 0x70000 == 0x50000 ? (address & 0x80) >> 5 : 0
    let size = ((address & 0x7f) &+ extra) & (entry >> 8)
    let isUnknown = (entry &>> (address >> 8)) & UInt32(Self.unknown)
    return Int((lead & 0xff) >> 3) &+ Int((entry & 0xff) &+ size &+ isUnknown)
  }
}

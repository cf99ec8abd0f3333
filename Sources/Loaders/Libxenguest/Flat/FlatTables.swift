// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Counts the page tables of a PV guest's initial mapping until 4.6: from the base to the end of
/// the tables themselves, rounded up to 4 MiB (xc_dom_x86.c@4.6, count_pgtables).
struct FlatTables {
  /// For each level from the top, the number of address bits that a table covers.
  private let shifts: [UInt64]
  /// Whether the fourth second-level table always exists, as for 32-bit guests with PAE.
  private let hasFourth: Bool

  /// Nil if the toolstack does not build page tables for this type.
  init?(guestType: GuestTypeName) {
    switch guestType {
    case .pv64: (shifts, hasFourth) = ([48, 39, 30, 21], false)
    case .pv32PAE: (shifts, hasFourth) = ([32, 30, 21], true)
    case .pv32: (shifts, hasFourth) = ([32, 22], false)
    default: return nil
    }
  }

  /// The frames to map after the tables: the boot stack and 512 KiB.
  private static let extraFrames: UInt64 = 1 + (512 << 10) / Page.size
  private static let endMask: UInt64 = (4 << 20) - 1
  private static let fourthEnd: UInt64 = 0xc000_0000
  /// The maximum number of iterations. Two or three suffice, unless the mapping reaches the end of
  /// the address space.
  private static let mostRounds = 64

  /// Counts the tables of all levels for a mapping from the memory's base to the end of the tables,
  /// and returns the end address of the mapping too.
  func count(_ memory: FlatMemory) throws(Refusal) -> (tables: UInt64, end: UInt64) {
    var frames = FlatTables.extraFrames
    for _ in 0..<FlatTables.mostRounds {
      let last = (memory.end &+ frames * Page.size) | FlatTables.endMask
      if memory.toolstack.checksMapping { try check(last, memory) }
      let tables = count(memory.base, last)
      frames = tables &+ FlatTables.extraFrames
      if memory.end &+ frames &* Page.size <= last &+ 1 { return (tables, last &+ 1) }
    }
    throw .neverEnds("the initial mapping reaches the last address")
  }

  private func check(_ last: UInt64, _ memory: FlatMemory) throws(Refusal) {
    let behind = memory.frame(of: last)
    if behind > memory.frames {
      throw Refusal(
        "count_pgtables: not enough memory for initial mapping"
          + " (\(hexadecimal(behind)) > \(hexadecimal(memory.frames)))"
      ).needing(frames: behind)
    }
  }

  private func count(_ from: UInt64, _ last: UInt64) -> UInt64 {
    let tables = shifts.map { shift in
      let mask: UInt64 = (1 << shift) - 1
      return ((last | mask) &- (from & ~mask)) >> shift &+ 1
    }
    return tables.reduce(hasFourth && last < FlatTables.fourthEnd ? 1 : 0, &+)
  }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The number and position of a PV guest's first page tables: for the initial mapping, and for a
/// P2M table that INIT_P2M places elsewhere (xg_dom_x86.c@4.17, count_pgtables and
/// alloc_pgtables_pv).
struct PageTables {
  /// The page-table format of a guest type.
  struct Width {
    let levels: Int
    let addressMask: UInt64
    /// The number of address bits that index a table.
    let indexBits: UInt64

    init?(guestType: GuestTypeName) {
      switch guestType {
      case .pv64: (levels, addressMask, indexBits) = (4, (1 << 48) - 1, 9)
      case .pv32PAE: (levels, addressMask, indexBits) = (3, (1 << 32) - 1, 9)
      case .pv32: (levels, addressMask, indexBits) = (2, (1 << 32) - 1, 10)
      default: return nil
      }
    }
  }

  let width: Width
  private(set) var mappings: [Mapping] = []
  /// The end address of the initial mapping; 0 if that is the end of the address space.
  private var end: UInt64 = 0

  init(width: Width) { self.width = width }

  /// The frames to map after the tables: the boot stack and 512 KiB.
  private static let extraFrames: UInt64 = 1 + (512 << 10) / Page.size
  /// The mapping ends at a multiple of 4 MiB.
  private static let endMask: UInt64 = (4 << 20) - 1

  /// The maximum number of iterations. Two or three suffice, unless the mapping reaches the end of
  /// the address space: then the library loops forever.
  private static let mostRounds = 64

  /// Maps from the base to the end of the tables themselves.
  mutating func allocate(base: UInt64, memory: inout DomainMemory) throws(Refusal) {
    var frames = PageTables.extraFrames
    for _ in 0..<PageTables.mostRounds {
      let last = (memory.nextAddress &+ frames * Page.size) | PageTables.endMask
      let mapping = try map(base, last, frame: 0, memory: memory)
      frames = mapping.tables + PageTables.extraFrames
      if memory.nextAddress &+ frames * Page.size <= last &+ 1 {
        mappings.append(mapping)
        end = last &+ 1
        break
      }
    }
    guard let initial = mappings.first else {
      throw .neverEnds("the initial mapping reaches the last address")
    }
    try memory.allocate(.pageTables, size: initial.tables * Page.size)
  }

  mutating func padToEnd(_ memory: inout DomainMemory) throws(Refusal) {
    if end != 0 { try memory.pad(to: end) }
  }

  /// Maps the P2M table at its own address, followed by the page tables for that mapping.
  mutating func allocateP2M(
    at address: UInt64, size: UInt64, memory: inout DomainMemory
  ) throws(Refusal) {
    var mapping = try map(
      address, address &+ size &- 1, frame: memory.nextFrame, memory: memory)
    for level in mapping.levels.indices { mapping.levels[level].frame += size >> Page.shift }
    mappings.append(mapping)
    try memory.allocate(
      .p2m, size: size + mapping.tables << Page.shift, seenAt: address)
  }

  private func map(
    _ from: UInt64, _ last: UInt64, frame: UInt64, memory: DomainMemory
  ) throws(Refusal) -> Mapping {
    let behind = frame &+ (last &- from) >> Page.shift
    if behind >= memory.totalFrames {
      throw Refusal(
        "count_pgtables: not enough memory for initial mapping"
          + " (\(hexadecimal(behind)) > \(hexadecimal(memory.totalFrames)))"
      ).needing(frames: behind &+ 1)
    }
    // Earlier mappings are stored without the address bits that the hardware ignores; the new range
    // has them.
    if mappings.contains(where: { from < $0.last && last > $0.from }) {
      throw Refusal("count_pgtables: overlapping mappings")
    }
    return Mapping(from, last, width: width, others: mappings, tablesAt: memory.nextFrame)
  }

  /// Checks that every table is in frames that the toolstack has mapped.
  func fill(_ memory: DomainMemory, _ release: XenRelease) throws(Refusal) {
    for mapping in mappings where mapping.levels.contains(where: { !memory.isMapped($0.frame) }) {
      let function = release < XenRelease(4, 14) ? "get_pg_table_x86" : "get_pg_table"
      throw Refusal("\(function): xc_dom_pfn_to_ptr failed")
    }
  }
}

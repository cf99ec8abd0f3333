// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// How many frames a PV guest's first page tables take, and where they lie: for the initial
/// mapping, and for a table of frames that INIT_P2M puts elsewhere (xg_dom_x86.c@4.17,
/// count_pgtables and alloc_pgtables_pv).
struct PageTables {
  /// What the guest's type makes of an address.
  struct Width {
    let levels: Int
    let addressMask: UInt64
    /// Bits of an address that choose an entry in a table.
    let indexBits: UInt64

    init?(guestType: String) {
      switch guestType {
      case "xen-3.0-x86_64": (levels, addressMask, indexBits) = (4, (1 << 48) - 1, 9)
      case "xen-3.0-x86_32p": (levels, addressMask, indexBits) = (3, (1 << 32) - 1, 9)
      case "xen-3.0-x86_32": (levels, addressMask, indexBits) = (2, (1 << 32) - 1, 10)
      default: return nil
      }
    }
  }

  let width: Width
  private(set) var mappings: [Mapping] = []
  /// The address behind the initial mapping; 0 when that is the end of the address space.
  private var end: UInt64 = 0

  init(width: Width) { self.width = width }

  /// Beside the tables, room for the boot stack and 512 KiB.
  private static let extraFrames: UInt64 = 1 + (512 << 10) / Page.size
  /// The mapping ends on a multiple of 4 MiB.
  private static let endMask: UInt64 = (4 << 20) - 1

  /// Two or three rounds settle it, unless the end of the address space is in the way: then the
  /// library goes on for ever.
  private static let mostRounds = 64

  /// Maps from the base to behind the tables themselves.
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

  /// Maps the table of frames at an address of its own, behind it the tables for that.
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
          + " (\(hexadecimal(behind)) > \(hexadecimal(memory.totalFrames)))")
    }
    // Mapped areas are kept without the bits that the hardware ignores, the new one has them.
    if mappings.contains(where: { from < $0.last && last > $0.from }) {
      throw Refusal("count_pgtables: overlapping mappings")
    }
    return Mapping(from, last, width: width, others: mappings, tablesAt: memory.nextFrame)
  }

  /// Every table must lie in frames that the toolstack has mapped.
  func fill(_ memory: DomainMemory, _ release: XenRelease) throws(Refusal) {
    for mapping in mappings where mapping.levels.contains(where: { !memory.isMapped($0.frame) }) {
      let function = release < XenRelease(4, 14) ? "get_pg_table_x86" : "get_pg_table"
      throw Refusal("\(function): xc_dom_pfn_to_ptr failed")
    }
  }
}

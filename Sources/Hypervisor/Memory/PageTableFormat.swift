// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The format of a guest's page tables, and the part of them that belongs to Xen.
struct PageTableFormat: Sendable {
  let type: GuestType
  let levels: Int
  /// The size of an entry in bytes.
  let entrySize: Int
  /// The number of entries of a table.
  let entryCount: Int
  /// The number of address bits that index a table.
  let indexBits: UInt64
  /// The addresses that belong to Xen (HYPERVISOR_VIRT_START …, public/arch-x86/xen-x86_64.h and
  /// xen-x86_32.h).
  let hole: Range<UInt64>
  /// Whether Xen 2.0 checks entries: caching bits are for all domains, global pages for none.
  private let isEarly: Bool

  init(_ interface: Interface) {
    type = interface.guest
    isEarly = interface.release.isEarly
    (levels, indexBits) =
      switch type {
      case .pv64: (4, 9)
      case .pae: (3, 9)
      case .twoLevels: (2, 10)
      }
    entryCount = 1 << Int(indexBits)
    entrySize = MachineMemory.pageSize / entryCount
    let end = type.is64 ? interface.number("HYPERVISOR_VIRT_END") : 1 << 32
    hole = interface.number("HYPERVISOR_VIRT_START")..<end
  }

  /// The type of a root table.
  var root: PageInfo.Kind { .table(levels) }

  /// Whether the address is one of the guest's address space.
  @inline(__always)
  func isAddress(_ address: UInt64) -> Bool {
    guard type == .pv64 else { return address >> 32 == 0 }
    let top = address >> 47
    return top == 0 || top == 0x1ffff
  }

  /// The index of an address in a table of that level.
  @inline(__always)
  func index(_ address: UInt64, _ level: Int) -> Int {
    Int(address >> (MachineMemory.pageShift + indexBits * UInt64(level - 1))) & (entryCount - 1)
  }

  /// The type of the table to which an entry of a table of that level points. With PAE, the L2 of
  /// the last slot has Xen's entries and cannot be used in another slot (PGT_pae_xen_l2,
  /// arch/x86/mm.c@4.17).
  func table(below level: Int, at index: Int) -> PageInfo.Kind {
    type == .pae && level == 3 && index == Self.lastSlot ? .lastL2 : .table(level - 1)
  }

  /// The last slot of an L3 with PAE.
  static let lastSlot = 3

  /// The entries of a table that the processor uses: an L3 with PAE has four.
  func slots(_ level: Int) -> Range<Int> {
    type == .pae && level == 3 ? 0..<Self.lastSlot + 1 : 0..<entryCount
  }

  /// The entries of a table that belong to Xen.
  func ownSlots(_ kind: PageInfo.Kind) -> Range<Int> {
    switch (type, kind) {
    case (.pv64, .l4): index(hole.lowerBound, 4)..<index(hole.upperBound, 4)
    case (.pae, .lastL2), (.twoLevels, .l2): index(hole.lowerBound, 2)..<entryCount
    default: 0..<0
    }
  }

  /// Whether an entry of a validated table cannot change. With PAE that is the last one of an L3
  /// (mod_l3_entry, arch/x86/mm.c@4.17).
  func isFixed(_ kind: PageInfo.Kind, _ index: Int) -> Bool {
    ownSlots(kind).contains(index) || type == .pae && kind == .l3 && index >= Self.lastSlot
  }

  /// Bits that an entry of that level may not have (base_disallow_mask, L1_DISALLOW_MASK …,
  /// arch/x86/mm.c@4.17). Caching bits are only for domains with devices; large pages are for none.
  func forbidden(_ level: Int, hasDevices: Bool) -> UInt64 {
    // get_page_from_l1e, get_page_from_l2e, xen/arch/x86/memory.c@2.0.6.
    if isEarly { return PageTableEntry.large | PageTableEntry.global }
    if level == 1 { return hasDevices ? 0 : PageTableEntry.caching | PageTableEntry.large }
    let bits = PageTableEntry.caching | PageTableEntry.large | PageTableEntry.global
    return type == .pae && level == 3 ? bits | PageTableEntry.noExecute : bits
  }

  /// The entry as Xen stores it. The kernel of a 64-bit guest runs in ring 3; with PAE, a 64-bit Xen
  /// combines the bits of an L3 with those below (adjust_guest_l1e …, arch/x86/pv/mm.h@4.17).
  func adjusted(_ entry: PageTableEntry, _ level: Int) -> PageTableEntry {
    guard entry.isPresent else { return entry }
    switch type {
    case .pv64: return entry.adjusted(level)
    case .pae where level == 3: return PageTableEntry(entry.rawValue | Self.added)
    default: return entry
    }
  }

  /// The entry as the guest gets it back when its table is no longer one (unadjust_guest_l3e).
  func unadjusted(_ entry: PageTableEntry, _ level: Int) -> PageTableEntry {
    guard type == .pae, level == 3, entry.isPresent else { return entry }
    return PageTableEntry(entry.rawValue & ~(Self.added | PageTableEntry.accessed))
  }

  private static let added = PageTableEntry.user | PageTableEntry.writable
}

/// A frame as a page table.
struct PageTable {
  private let base: UnsafeMutableRawPointer
  private let isNarrow: Bool

  init(_ base: UnsafeMutableRawPointer, entrySize: Int) {
    self.base = base
    isNarrow = entrySize == 4
  }

  /// The raw value of an entry.
  @inline(__always)
  subscript(index: Int) -> UInt64 {
    get {
      isNarrow
        ? UInt64(base.load(fromByteOffset: index * 4, as: UInt32.self))
        : base.load(fromByteOffset: index * 8, as: UInt64.self)
    }
    nonmutating set {
      if isNarrow {
        base.storeBytes(
          of: UInt32(truncatingIfNeeded: newValue), toByteOffset: index * 4, as: UInt32.self)
      } else {
        base.storeBytes(of: newValue, toByteOffset: index * 8, as: UInt64.self)
      }
    }
  }
}

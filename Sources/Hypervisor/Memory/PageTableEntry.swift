// SPDX-License-Identifier: Apache-2.0

/// An entry of an x86_64 page table (processor manual), with Xen's additional bit.
struct PageTableEntry: Equatable {
  var rawValue: UInt64

  @inline(__always)
  init(_ rawValue: UInt64) { self.rawValue = rawValue }

  init(frame: UInt64, _ flags: UInt64) { rawValue = frame << MachineMemory.pageShift | flags }

  static let present: UInt64 = 1
  static let writable: UInt64 = 1 << 1
  static let user: UInt64 = 1 << 2
  static let accessed: UInt64 = 1 << 5
  static let dirty: UInt64 = 1 << 6
  /// A large page in an L2 or L3 entry; PAT in an L1 entry.
  static let large: UInt64 = 1 << 7
  static let global: UInt64 = 1 << 8
  /// Xen's bit for a mapping that only the guest's kernel may use (_PAGE_GUEST_KERNEL,
  /// arch/x86/include/asm/x86_64/page.h@4.17).
  static let guestKernel: UInt64 = 1 << 52
  static let noExecute: UInt64 = 1 << 63
  private static let frameMask: UInt64 = 0x000f_ffff_ffff_f000

  /// Bits that an entry of that level may not have (base_disallow_mask, L1_DISALLOW_MASK …,
  /// arch/x86/mm.c@4.17). Caching bits are only for domains with devices; large pages are for none.
  static func forbidden(_ level: Int, hasDevices: Bool) -> UInt64 {
    if level == 1 { return hasDevices ? 0 : caching | large }
    return caching | large | global
  }

  /// Write-through and cache disable.
  private static let caching: UInt64 = 1 << 3 | 1 << 4

  @inline(__always) var isPresent: Bool { rawValue & Self.present != 0 }
  @inline(__always) var isWritable: Bool { rawValue & Self.writable != 0 }
  @inline(__always) var frame: UInt64 {
    (rawValue & Self.frameMask) >> MachineMemory.pageShift
  }

  /// The entry as Xen stores it for a 64-bit guest, whose kernel runs in ring 3 (adjust_guest_l1e
  /// …, arch/x86/pv/mm.h@4.17).
  func adjusted(_ level: Int) -> PageTableEntry {
    guard isPresent else { return self }
    if level > 1 { return PageTableEntry(rawValue | Self.user) }
    let isKernel = rawValue & Self.user == 0 || rawValue & Self.guestKernel != 0
    return PageTableEntry(rawValue | Self.user | (isKernel ? Self.guestKernel : Self.global))
  }

  /// The index of an address in a table of that level.
  @inline(__always)
  static func index(_ address: UInt64, _ level: Int) -> Int {
    Int(address >> (MachineMemory.pageShift + 9 * UInt64(level - 1)) & 511)
  }
}

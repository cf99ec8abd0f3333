// SPDX-License-Identifier: Apache-2.0

/// An entry of a page table (processor manual), with Xen's additional bit. Without PAE it has 32
/// bits.
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

  /// Write-through and cache disable.
  static let caching: UInt64 = 1 << 3 | 1 << 4

  @inline(__always) var isPresent: Bool { rawValue & Self.present != 0 }
  @inline(__always) var isUser: Bool { rawValue & Self.user != 0 }
  @inline(__always) var isWritable: Bool { rawValue & Self.writable != 0 }
  @inline(__always) var frame: UInt64 {
    (rawValue & Self.frameMask) >> MachineMemory.pageShift
  }

  /// Whether an access that the entry permits may not be permitted by another one, or reach another
  /// frame.
  func permitsMore(than other: PageTableEntry) -> Bool {
    guard other.isPresent, frame == other.frame else { return true }
    let granted = Self.writable | Self.user
    return rawValue & ~other.rawValue & granted != 0
      || other.rawValue & ~rawValue & Self.noExecute != 0
  }

  /// Whether the entry permits an access, in the ring of programs of a 32-bit guest or not.
  func permits(_ access: Access, inUserRing: Bool) -> Bool {
    guard isPresent, isUser || !inUserRing else { return false }
    switch access {
    case .read: return true
    case .write: return isWritable
    case .fetch: return rawValue & Self.noExecute == 0
    }
  }

  /// The entry as Xen stores it for a 64-bit guest, whose kernel runs in ring 3 (adjust_guest_l1e
  /// …, arch/x86/pv/mm.h@4.17).
  func adjusted(_ level: Int) -> PageTableEntry {
    guard isPresent else { return self }
    if level > 1 { return PageTableEntry(rawValue | Self.user) }
    let isKernel = rawValue & Self.user == 0 || rawValue & Self.guestKernel != 0
    return PageTableEntry(rawValue | Self.user | (isKernel ? Self.guestKernel : Self.global))
  }
}

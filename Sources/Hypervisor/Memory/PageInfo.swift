// SPDX-License-Identifier: Apache-2.0

/// What Xen knows about a machine frame (page_info, xen/arch/x86/include/asm/mm.h@4.17).
struct PageInfo {
  /// The type of a frame; it has one at a time. For a page table it includes the level.
  enum Kind: UInt8 {
    case none, l1, l2, l3, l4
    /// Part of a descriptor table.
    case descriptors
    /// Mapped writable.
    case writable
    /// The L2 of the last slot of an L3 with PAE, which has Xen's entries.
    case lastL2

    /// The level of a page table, 1 to 4; nil for other types.
    var level: Int? {
      self == .lastL2 ? 2 : (1...4).contains(rawValue) ? Int(rawValue) : nil
    }

    static func table(_ level: Int) -> Kind { Kind(rawValue: UInt8(level)) ?? .none }

    /// The name in messages.
    var name: String {
      switch self {
      case .none: "none"
      case .l1, .l2, .l3, .l4: "L\(rawValue) page table"
      case .descriptors: "descriptor page"
      case .writable: "writable page"
      case .lastL2: "L2 page table of the last slot"
      }
    }
  }

  /// The domain that owns the frame; `PageInfo.free` for none.
  var owner: UInt16 = free
  var kind = Kind.none
  /// Whether all entries of a page table have been checked.
  var isValidated = false
  /// Whether a pin keeps it a page table.
  var isPinned = false
  /// The number of references that rely on its type.
  var typeCount: UInt32 = 0
  /// The number of all references.
  var count: UInt32 = 0
  /// Of a page table: how many of its entries are linear, or, negative, how many linear entries of
  /// other tables point to it (linear_pt_count). It cannot be both.
  var linear: Int16 = 0

  /// The last type that it had, and the time of `FlushClock` when it lost it: until a flush, a
  /// processor may hold a translation by which the frame is used in that way.
  var lastKind = Kind.none
  var lastUse: UInt32 = 0

  static let free: UInt16 = 0xffff
}

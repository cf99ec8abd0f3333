// SPDX-License-Identifier: Apache-2.0

/// What Xen knows of a machine frame (page_info, xen/arch/x86/include/asm/mm.h@4.17).
struct PageInfo {
  /// How a frame is used, of which it can have one at a time. A page table's type says of which level.
  enum Kind: UInt8 {
    case none, l1, l2, l3, l4
    /// Part of a descriptor table.
    case descriptors
    /// Mapped writable.
    case writable

    /// The page tables' level, 1 to 4; nil for others.
    var level: Int? { (1...4).contains(rawValue) ? Int(rawValue) : nil }

    static func table(_ level: Int) -> Kind { Kind(rawValue: UInt8(level)) ?? .none }

    /// As Xen's messages have it.
    var name: String {
      switch self {
      case .none: "none"
      case .l1, .l2, .l3, .l4: "L\(rawValue) page table"
      case .descriptors: "descriptor page"
      case .writable: "writable page"
      }
    }
  }

  /// The domain that the frame belongs to; `PageInfo.free` for none.
  var owner: UInt16 = free
  var kind = Kind.none
  /// A pin keeps it a page table.
  var isPinned = false
  /// References to it as what its kind says.
  var typeCount: UInt32 = 0
  /// References of any sort: mappings and uses.
  var count: UInt32 = 0

  static let free: UInt16 = 0xffff
}

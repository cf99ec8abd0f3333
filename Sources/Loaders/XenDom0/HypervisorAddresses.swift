// SPDX-License-Identifier: Apache-2.0

/// The virtual addresses that are the hypervisor's own on x86_64
/// (asm-x86/config.h@4.17; public/arch-x86/xen-x86_64.h, xen-x86_32.h).
enum HypervisorAddresses {
  static let start: UInt64 = 0xffff_8000_0000_0000
  static let end: UInt64 = 0xffff_8800_0000_0000
  /// Addresses below end here; up to `start` none is canonical.
  static let lowerHalfEnd: UInt64 = 1 << 47
  /// The lowest that the hypervisor's part may start at in a 32-bit guest.
  static let compatStart: UInt64 = 0xf580_0000

  /// Whether the hypervisor copies to a guest's addresses there (asm/x86_64/uaccess.h,
  /// __addr_ok).
  static func isGuest(_ address: UInt64) -> Bool { address < lowerHalfEnd || address >= end }
}

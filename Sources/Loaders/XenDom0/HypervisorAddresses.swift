// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The virtual addresses that are the hypervisor's own under a PV guest
/// (public/arch-x86/xen-x86_64.h, xen-x86_32.h).
public enum HypervisorAddresses {
  /// In a 64-bit guest's address space; up to its start no address above the lower half is
  /// canonical.
  public static let own =
    constant("__HYPERVISOR_VIRT_START", .x86_64)..<constant("__HYPERVISOR_VIRT_END", .x86_64)
  /// The lowest that the hypervisor's part may start at in a 32-bit guest.
  static let compatStart = constant("__HYPERVISOR_VIRT_START", .i386)
  /// Addresses of the lower half end here (asm-x86/config.h@4.17).
  private static let lowerHalfEnd: UInt64 = 1 << 47

  /// Whether the hypervisor copies to a guest's addresses there (asm/x86_64/uaccess.h,
  /// __addr_ok).
  static func isGuest(_ address: UInt64) -> Bool {
    address < lowerHalfEnd || address >= own.upperBound
  }

  private static func constant(_ name: String, _ architecture: Architecture) -> UInt64 {
    UInt64(bitPattern: Int64(Constant.named(name, on: architecture)?.value ?? 0))
  }
}

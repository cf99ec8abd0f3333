// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The virtual addresses that the hypervisor reserves in a PV guest (public/arch-x86/xen-x86_64.h,
/// xen-x86_32.h).
public enum HypervisorAddresses {
  /// The range in a 64-bit guest. Between the end of the lower half and its start, addresses are
  /// not canonical.
  public static let own =
    constant("__HYPERVISOR_VIRT_START", .x86_64)..<constant("__HYPERVISOR_VIRT_END", .x86_64)
  /// The lowest possible start of the hypervisor's range in a 32-bit guest.
  static let compatStart = constant("__HYPERVISOR_VIRT_START", .i386)
  /// The end of the lower half of the address space (asm-x86/config.h@4.17).
  private static let lowerHalfEnd: UInt64 = 1 << 47

  /// Whether the hypervisor copies to guest addresses there (asm/x86_64/uaccess.h, __addr_ok).
  static func isGuest(_ address: UInt64) -> Bool {
    address < lowerHalfEnd || address >= own.upperBound
  }

  private static func constant(_ name: String, _ architecture: Architecture) -> UInt64 {
    UInt64(bitPattern: Int64(Constant.named(name, on: architecture)?.value ?? 0))
  }
}

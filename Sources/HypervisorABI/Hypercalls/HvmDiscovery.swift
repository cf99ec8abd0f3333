// SPDX-License-Identifier: Apache-2.0

/// How a guest in an HVM container detects Xen, by CPUID, and requests its hypercall page, by an
/// MSR.
///
/// Source: public/arch-x86/cpuid.h.
public enum HvmDiscovery {
  /// The first CPUID leaf that may have the signature. Xen's leaves start higher if it also shows
  /// the Viridian interface.
  public static let firstLeaf: UInt32 = 0x4000_0000
  /// The distance between two candidates for the first leaf.
  public static let leafStep: UInt32 = 0x100
  /// The end of the candidates (exclusive).
  public static let endLeaf: UInt32 = 0x4001_0000
  /// The signature, in ebx, ecx, edx of the first leaf.
  public static let signature = "XenVMMXenVMM"
  /// The offset of the hypercall leaf from the first leaf. In it, eax is the number of pages, and
  /// ebx is the MSR that takes the guest-physical address of a page.
  public static let hypercallLeaf: UInt32 = 2
}

// SPDX-License-Identifier: Apache-2.0

/// How a guest in an HVM container finds Xen and asks for its hypercall page, by CPUID and an MSR.
///
/// Source: public/arch-x86/cpuid.h.
public enum HvmDiscovery {
  /// The first leaf that may bear the signature; it stands higher when Xen also shows Viridian.
  public static let firstLeaf: UInt32 = 0x4000_0000
  /// From one candidate to the next.
  public static let leafStep: UInt32 = 0x100
  /// Behind the last candidate.
  public static let endLeaf: UInt32 = 0x4001_0000
  /// In ebx, ecx, edx of the leaf.
  public static let signature = "XenVMMXenVMM"
  /// Its leaf behind the first: eax counts pages, ebx is the MSR that takes a page's guest-physical
  /// address.
  public static let hypercallLeaf: UInt32 = 2
}

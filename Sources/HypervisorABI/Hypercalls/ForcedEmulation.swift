// SPDX-License-Identifier: Apache-2.0

/// The prefix by which a PV guest makes Xen emulate an instruction that would not fault, mainly
/// cpuid. The result is then the domain's, not the processor's (XEN_EMULATE_PREFIX,
/// arch-x86/xen.h@4.17).
public enum ForcedEmulation {
  /// The first release that knows it.
  public static let since = XenRelease.v3_0_2

  /// The bytes before the instruction: ud2 and the letters `xen`.
  public static let prefix: [UInt8] = [0x0f, 0x0b] + Array("xen".utf8)
}

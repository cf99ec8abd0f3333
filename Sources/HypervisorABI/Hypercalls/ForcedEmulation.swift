// SPDX-License-Identifier: Apache-2.0

/// How a PV guest has an instruction emulated that would not fault: chiefly cpuid, whose answer is
/// then the domain's, not the processor's (arch-x86/xen.h@4.17, XEN_EMULATE_PREFIX).
public enum ForcedEmulation {
  /// What stands before the instruction: ud2, and three letters.
  public static let prefix: [UInt8] = [0x0f, 0x0b] + Array("xen".utf8)
}

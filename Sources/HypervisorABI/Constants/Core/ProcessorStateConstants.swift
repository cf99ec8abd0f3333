// SPDX-License-Identifier: Apache-2.0

/// The debug port, and a value for lists of CPUID leaves. Source: public/arch-x86/xen.h, 3.0.4 to
/// 4.22.
extension ConstantGroup {
  /// The debug console's port, and the subleaf number of CPUID leaves without subleaves.
  public static let processorState = ConstantGroup(
    "the debug console's port, the subleaf of leaves without one", "arch-x86/xen.h",
    [
      Constant("XEN_CPUID_NO_SUBLEAF", hex: 0xffff_ffff, since: .v4_12),
      Constant("XEN_HVM_DEBUGCONS_IOPORT", hex: 0xe9, since: .v4_12),
    ])
}

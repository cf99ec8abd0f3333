// SPDX-License-Identifier: Apache-2.0

/// A flag of vcpu_guest_context that the two architectures got in different releases. Source:
/// public/arch-x86/xen.h, 3.1 to 4.22.
extension ConstantGroup {
  /// Whether syscall disables events (vcpu_guest_context).
  public static let contextSyscall32 = ConstantGroup(
    "how syscall treats events (vcpu_guest_context)", "arch-x86/xen.h", only: .i386,
    [
      Constant("_VGCF_syscall_disables_events", 4, since: .v3_1)
    ])

  /// Whether syscall disables events (vcpu_guest_context).
  public static let contextSyscall64 = ConstantGroup(
    "how syscall treats events (vcpu_guest_context)", "arch-x86/xen.h", only: .x86_64,
    [
      Constant("_VGCF_syscall_disables_events", 4, since: .v3_0_3)
    ])
}

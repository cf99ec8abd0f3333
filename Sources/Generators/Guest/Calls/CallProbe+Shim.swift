// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension CallProbe {
  /// The call by whose absence a guest detects the shim: any other Xen has it, even if it refuses
  /// the caller.
  static let neverOnShim = Hypercall.named("sysctl")!

  /// The calls that a Xen built as a PV shim only does not have. Source: include/hypercall-defs.c,
  /// arch/x86/configs/pvshim_defconfig, arch/x86/Kconfig @4.17.
  static let missingOnShim: Set = [
    "platform_op", "sysctl", "domctl", "arch_1", "xenoprof_op", "kexec_op", "hvm_op", "dm_op",
    "hypfs_op",
  ]
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension CallProbe {
  /// The one by whose absence a guest knows the shim: any other Xen has it, if only to refuse it.
  static let neverOnShim = Hypercall.named("sysctl")!

  /// Calls that a Xen built to be nothing but a PV shim does not have. Source:
  /// include/hypercall-defs.c, arch/x86/configs/pvshim_defconfig, arch/x86/Kconfig @4.17.
  static let missingOnShim: Set = [
    "platform_op", "sysctl", "domctl", "arch_1", "xenoprof_op", "kexec_op", "hvm_op", "dm_op",
    "hypfs_op",
  ]
}

// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

/// Checks that a PV kernel has the hypervisor's width, machine and byte order
/// (x86/pv/dom0_build.c@4.17, dom0_construct_pv).
struct Dom0Compatibility {
  let kernel: ElfKernel
  let target: Target

  func check() throws(Refusal) {
    if kernel.elf.is32, !target.offersPV32, target.xen >= XenRelease(4, 16) {
      throw Refusal("Found 32-bit PV kernel, but CONFIG_PV32 missing")
    }
    if !isCompatible { throw Refusal("Mismatch between Xen and DOM0 kernel") }
  }

  private var isCompatible: Bool {
    let machine = kernel.elf.header(.machine)
    if kernel.elf.isBigEndian { return false }
    if kernel.elf.is64 { return machine == UInt64(EM_X86_64) }
    return kernel.elf.is32 && machine == UInt64(EM_386) && target.offersPV32
      && (kernel.parameters.pae != .none || target.xen.canBeWithoutPAE)
  }
}

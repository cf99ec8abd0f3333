// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Instructions

extension Treatment {
  /// Every row. If several apply, the first counts. A class without a row is harmless.
  public static let all =
    interruptFlag + transitions + descriptors + segments + controlRegisters + translations + ports
    + modelSpecific + virtualization

  /// For a trap into Xen that only kernels of the other width use: int 0x82 in a 64-bit kernel,
  /// where Xen allows it to nobody, and syscall in a 32-bit kernel, which Xen takes for one of user
  /// space.
  static func trapOfOtherWidth(_ kind: InstructionClass) -> Treatment {
    kind == .syscall ? syscallOf32 : int82Of64
  }

  private static let int82Of64 = Treatment(
    .int, .faults, "#GP: only 32-bit kernels enter Xen by int 0x82",
    cure: "call the hypercall page", source: "xen/arch/x86/x86_64/traps.c@4.17")
  private static let syscallOf32 = Treatment(
    .syscall, .faults,
    "#UD, or treated as a system call of user space: only 64-bit kernels enter Xen by it",
    cure: "call the hypercall page", source: "xen/arch/x86/x86_64/entry.S@4.17, cstar_enter")

  private static let interruptFlag: [Treatment] = [
    .init(
      .cli, .faults,
      "#GP; with virtual IOPL 1 it does nothing, and events keep coming",
      cure: "set the vCPU's evtchn_upcall_mask"),
    .init(
      .sti, .faults,
      "#GP; with virtual IOPL 1 it does nothing, and events stay masked",
      cure: "clear the vCPU's evtchn_upcall_mask, then check evtchn_upcall_pending"),
    .init(
      .popf, .misleads, "does not change IF: events silently stay masked or unmasked",
      cure: "save and restore the vCPU's evtchn_upcall_mask", source: manual),
    .init(
      .pushf, .misleads, as: .warning, "IF always reads as 1, whether or not events are masked",
      cure: "read the vCPU's evtchn_upcall_mask", source: manual),
    .init(.hlt, .faults, "#GP", cure: "SCHEDOP_block; SCHEDOP_shutdown to stop for good"),
    .init(
      .mwait, .faults, "#UD outside ring 0", cure: "SCHEDOP_block",
      source: "processor manual: #UD outside ring 0"),
  ]

  private static let transitions: [Treatment] = [
    .init(
      .iret, .conditional, as: .note, until: .init(3, 0, 2),
      "returns to the RPL of the CS in its frame, 0 as Xen pushes it to a 64-bit kernel, and leaves the event mask",
      cure: "raise the RPL to the kernel's ring, and restore evtchn_upcall_mask",
      source: "xen/arch/x86/x86_64/entry.S@3.0.0"),
    .init(
      .iret, .faults, since: .init(3, 0, 2),
      "#GP for a frame whose CS has RPL 0, as Xen pushes it; else the event mask is not restored",
      cure: "HYPERVISOR_iret"),
    .init(
      .sysret, .faults, "#GP", cure: "HYPERVISOR_iret with VGCF_in_syscall in its flags"),
    .init(.sysexit, .faults, "#GP, or #UD on AMD in long mode", cure: "HYPERVISOR_iret"),
    .init(.eretu, .faults, "#UD", cure: "HYPERVISOR_iret"),
    .init(
      .swapgs, .faults, "#GP", cure: "leave it out: Xen swaps the base itself on every entry"),
    .init(.lkgs, .faults, "#UD", cure: "SEGBASE_GS_USER_SEL of set_segment_base"),
    .init(
      .sysenter, .faults, "Xen treats it as a system call of user space",
      cure: "call the hypercall page", source: "xen/arch/x86/x86_64/entry.S@4.17"),
    .init(
      .lcall, .conditional, as: .note, "the target needs a code segment of the kernel's own ring",
      cure: "use a near call, or a selector that Xen gives (FLAT_KERNEL_CS)", source: manual),
    .init(
      .ljmp, .conditional, as: .note, "the target needs a code segment of the kernel's own ring",
      cure: "use a near jump, or a selector that Xen gives (FLAT_KERNEL_CS)", source: manual),
    .init(
      .lret, .conditional, as: .note, "the frame needs a code segment of the kernel's own ring",
      cure: "use a near return, or a selector that Xen gives (FLAT_KERNEL_CS)", source: manual),
    .init(
      .int, .conditional, as: .note,
      "uses the trap table, with the DPL of its entry; 0x82 belongs to Xen",
      cure: "give the entry a DPL that the caller is allowed to use",
      source: "xen/arch/x86/traps.c@4.17"),
  ]

  private static let descriptors: [Treatment] = [
    .init(.lgdt, .faults, "#GP", cure: "set_gdt, on pages that are mapped read-only"),
    .init(.lidt, .faults, "#GP", cure: "set_trap_table, and callback_op for events"),
    .init(.lldt, .faults, "#GP", cure: "MMUEXT_SET_LDT"),
    .init(.ltr, .faults, "#GP", cure: "leave it out: stack_switch sets the kernel's stack"),
    .init(
      .sgdt, .misleads, "gives Xen's own table", cure: "keep the table that was given to set_gdt",
      source: manual),
    .init(
      .sidt, .misleads, "gives Xen's own table",
      cure: "keep the table that was given to set_trap_table",
      source: manual),
    .init(
      .sldt, .misleads, as: .warning, "gives Xen's own selector",
      cure: "keep the table that was given to MMUEXT_SET_LDT",
      source: manual),
    .init(
      .str, .misleads, as: .warning, "gives the selector of Xen's TSS", cure: "leave it out",
      source: manual),
  ]

  private static let segments: [Treatment] = [
    .init(
      .movToSS, .conditional, as: .note,
      "the selector needs the kernel's real RPL: 3, or 1 on i386",
      cure: "use a selector that Xen gives (FLAT_KERNEL_SS)", source: manual),
    .init(
      .movToSegment, .conditional, as: .note, "the descriptor needs a DPL of 3, or 1 on i386",
      cure: "set_gdt raises DPLs; load GS by SEGBASE_GS_USER_SEL", source: manual),
    .init(
      .movFromCS, .misleads, as: .note, "its RPL is the real one, 3, or 1 on i386, never 0",
      cure: "do not expect RPL 0 in the kernel", source: manual),
    .init(
      .rdgsbase, .conditional, as: .note, "#UD unless Xen and the domain's CPUID policy allow it",
      cure: "check with CPUID by Xen's prefix first", source: "xen/arch/x86/pv/domain.c@4.17"),
    .init(
      .wrgsbase, .conditional, as: .note, "#UD unless Xen and the domain's CPUID policy allow it",
      cure: "set_segment_base", source: "xen/arch/x86/pv/domain.c@4.17"),
  ]

  private static let controlRegisters: [Treatment] = [
    .init(
      .movFromCR, .emulated, "Xen emulates it; cr3 is a machine address",
      cure: "read cr2 from arch_vcpu_info: it is quicker"),
    .init(
      .movToCR0, .conditional, "#GP if it changes any bit except TS",
      cure: "fpu_taskswitch"),
    .init(.movToCR2, .emulated, "Xen emulates it", cure: "write arch_vcpu_info.cr2"),
    .init(
      .movToCR3, .conditional, "the value must be the machine address of a table that Xen accepts",
      cure: "MMUEXT_NEW_BASEPTR; MMUEXT_TLB_FLUSH_LOCAL to flush"),
    .init(
      .movToCR4, .faults, until: .init(3, 2), "#GP", cure: "leave it out: Xen sets what is needed"),
    .init(
      .movToCR4, .conditional, since: .init(3, 2), "only some bits take effect, silently",
      cure: "leave it out: Xen sets what is needed"),
    .init(.movToCR8, .faults, "#GP", cure: "mask event channels"),
    .init(.movFromDR, .emulated, "Xen emulates it", cure: "get_debugreg is quicker"),
    .init(.movToDR, .emulated, "Xen emulates it", cure: "set_debugreg is quicker"),
    .init(.lmsw, .faults, "#GP", cure: "fpu_taskswitch"),
    .init(
      .smsw, .misleads, as: .warning, "gives the real cr0, not the guest's",
      cure: "keep TS in a variable", source: manual),
    .init(.clts, .emulated, "Xen emulates it", cure: "fpu_taskswitch(0) is quicker"),
    .init(
      .stac, .faults, "#UD outside ring 0",
      cure: "leave it out: Xen offers no SMAP to PV guests",
      source: "processor manual: #UD outside ring 0"),
    .init(
      .xsetbv, .faults, until: .init(4, 1), "#GP", cure: "do not use XSAVE before Xen 4.1"),
    .init(
      .xsetbv, .emulated, since: .init(4, 1), "Xen emulates it", cure: "nothing"),
    .init(
      .xsaves, .faults, "#GP", cure: "xsave, xsaveopt or xsavec; Xen offers no XSAVES to PV guests",
      source: "processor manual: #GP outside ring 0"),
  ]

  private static let translations: [Treatment] = [
    .init(.invlpg, .faults, "#GP", cure: "MMUEXT_INVLPG_LOCAL"),
    .init(.invpcid, .faults, "#GP", cure: "MMUEXT_TLB_FLUSH_LOCAL, MMUEXT_INVLPG_LOCAL"),
    .init(.invlpgb, .faults, "#GP", cure: "MMUEXT_TLB_FLUSH_MULTI, MMUEXT_INVLPG_MULTI"),
    .init(.invd, .faults, "#GP", cure: "MMUEXT_FLUSH_CACHE"),
    .init(
      .wbinvd, .emulated, role: .dom0, "Xen emulates it", cure: "MMUEXT_FLUSH_CACHE"),
    .init(
      .wbinvd, .emulated, role: .domU,
      "ignored, unless the domain has a device of its own", cure: "MMUEXT_FLUSH_CACHE"),
  ]

  private static let ports: [Treatment] =
    [.in, .out, .ins, .outs].map {
      .init(
        $0, .conditional,
        "#GP unless virtual IOPL is 1; a port that the domain does not own reads as all ones, and ignores writes",
        cure: "PHYSDEVOP_set_iopl(1) on each vCPU, or leave the device alone")
    }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Model-specific registers, time, CPUID, and instructions of the machine's owner.
extension Treatment {
  static let modelSpecific: [Treatment] = [
    .init(
      .rdmsr, .emulated, as: .warning, until: .init(4, 15),
      "returns the machine's register", cure: "ask Xen instead"),
    .init(
      .rdmsr, .conditional, since: .init(4, 15),
      "#GP, except for EFER, PAT, APIC_BASE, TSC, MISC_ENABLE and the bases of FS and GS",
      cure: "expect the fault (__ex_table), or leave it out"),
    .init(
      .wrmsr, .conditional, until: .init(4, 15),
      "silently ignored, except for the bases of FS and GS", cure: "set_segment_base"),
    .init(
      .wrmsr, .conditional, since: .init(4, 15),
      "#GP, except for the bases of FS and GS and an unchanged EFER", cure: "set_segment_base"),
    .init(.wrmsrns, .faults, "#UD", cure: "set_segment_base"),
    .init(
      .rdpmc, .faults, "#GP", cure: "xenpmu_op, or leave it out"),
    .init(
      .cpuid, .misleads, as: .warning, until: .init(3, 0, 2),
      "shows the machine's features, not those of the domain", cure: "there is none before 3.0.2",
      source: manual),
    .init(
      .cpuid, .misleads, as: .warning, since: .init(3, 0, 2),
      "shows the machine's features unless the processor can make it fault",
      cure: "Xen's prefix: ud2, the letters xen, cpuid",
      source: "xen/arch/x86/pv/emul-inv-op.c@4.17"),
    .init(
      .wrpkru, .faults, as: .warning, "#UD: Xen offers no protection keys to PV guests",
      cure: "check with CPUID by Xen's prefix first", source: "xen/arch/x86/pv/domain.c@4.17"),
    .init(.hreset, .faults, "#GP", cure: "leave it out"),
    .init(.pconfig, .faults, "#GP", cure: "leave it out"),
  ]

  static let virtualization: [Treatment] =
    [.vmcall, .vmmcall].map {
      .init(
        $0, .faults, "#UD: the way into Xen of an HVM or PVH guest",
        cure: "call the hypercall page", source: "processor manual: #UD outside a virtual machine")
    }
    + [.vmx, .svm, .snp, .tdx, .encls, .getsec, .rsm, .shadowStack].map {
      .init(
        $0, .faults, "#UD or #GP: it belongs to who owns the machine", cure: "leave it out",
        source: "processor manual: ring 0 only")
    }
}

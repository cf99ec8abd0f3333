// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of xenpmu_op, and the page that a vCPU shares with Xen. Source: public/pmu.h,
  /// arch-x86/pmu.h, 4.6 to 4.22.
  static let performanceMonitoring: [Structure] =
    [
      Structure(
        "xen_pmu_params", "pmu.h", summary: "Argument of xenpmu_op: version, a value, a vCPU.",
        since: .v4_6,
        [
          Field(
            .struct([
              Field(.u32, "maj"),
              Field(.u32, "min"),
            ]), "version"),
          Field(.u64, "val"),
          Field(.u32, "vcpu"),
          Field(.u32, "pad"),
        ]),
      Structure(
        "xen_pmu_data", "pmu.h", summary: "The page that a vCPU shares with Xen.", since: .v4_6,
        [
          Field(.u32, "vcpu_id"),
          Field(.u32, "pcpu_id"),
          Field(.domid, "domain_id"),
          Field(.u8, "pad", count: 6),
          Field(.named("xen_pmu_arch"), "pmu"),
        ]),
      Structure(
        "xen_pmu_arch", "arch-x86/pmu.h",
        summary: "What x86 has in that page: registers, flags, the counters' context.",
        since: .v4_6,
        [
          Field(
            .union([
              Field(.named("xen_pmu_regs"), "regs"),
              Field(.u8, "pad", count: 64),
            ]), "r"),
          Field(.u64, "pmu_flags"),
          Field(
            .union([
              Field(.u32, "lapic_lvtpc"),
              Field(.u64, "pad"),
            ]), "l"),
          Field(
            .union([
              Field(.named("xen_pmu_amd_ctxt"), "amd"),
              Field(.named("xen_pmu_intel_ctxt"), "intel"),
              Field(.u8, "pad", count: 128),
            ]), "c"),
        ]),
      Structure(
        "xen_pmu_regs", "arch-x86/pmu.h",
        summary: "Where the processor was when a counter overflowed.", since: .v4_6,
        [
          Field(.u64, "ip"),
          Field(.u64, "sp"),
          Field(.u64, "flags"),
          Field(.u16, "cs"),
          Field(.u16, "ss"),
          Field(.u8, "cpl"),
          Field(.u8, "pad", count: 3),
        ]),
      Structure(
        "xen_pmu_cntr_pair", "arch-x86/pmu.h", summary: "A counter and its control.", since: .v4_6,
        [
          Field(.u64, "counter"),
          Field(.u64, "control"),
        ]),
      Structure(
        "xen_pmu_amd_ctxt", "arch-x86/pmu.h",
        summary: "AMD's counters: offsets of their places in the page.", since: .v4_6,
        [
          Field(.u32, "counters"),
          Field(.u32, "ctrls"),
          Field(.u64, "regs", count: 0),
        ]),
      Structure(
        "xen_pmu_intel_ctxt", "arch-x86/pmu.h",
        summary: "Intel's counters: their state, and offsets of the rest.", since: .v4_6,
        [
          Field(.u32, "fixed_counters"),
          Field(.u32, "arch_counters"),
          Field(.u64, "global_ctrl"),
          Field(.u64, "global_ovf_ctrl"),
          Field(.u64, "global_status"),
          Field(.u64, "fixed_ctrl"),
          Field(.u64, "ds_area"),
          Field(.u64, "pebs_enable"),
          Field(.u64, "debugctl"),
          Field(.u64, "regs", count: 0),
        ]),
    ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The machine-check records that mca fetches. Source: public/arch-x86/xen-mca.h, 3.3 to 4.22.
  static let machineCheckRecords: [Structure] =
    [
      Structure(
        "mcinfo_common", "arch-x86/xen-mca.h",
        summary: "What every record begins with: its type and size.", since: .v3_3,
        [
          Field(.u16, "type"),
          Field(.u16, "size"),
        ]),
      Structure(
        "mcinfo_global", "arch-x86/xen-mca.h",
        summary: "State of the processor that took the check.", since: .v3_3,
        [
          Field(.named("mcinfo_common"), "common"),
          Field(.u16, "mc_domid"),
          Field(.u16, "mc_vcpuid", since: .v3_4),
          Field(.u32, "mc_socketid"),
          Field(.u16, "mc_coreid"),
          Field(.u16, "mc_core_threadid"),
          Field(.u16, "mc_vcpuid", until: .v3_4),
          Field(.u64, "mc_gstatus", until: .v3_4),
          Field(.u32, "mc_apicid", since: .v3_4),
          Field(.u32, "mc_flags"),
          Field(.u64, "mc_gstatus", since: .v3_4),
        ]),
      Structure(
        "mcinfo_bank", "arch-x86/xen-mca.h", summary: "One bank's registers.", since: .v3_3,
        [
          Field(.named("mcinfo_common"), "common"),
          Field(.u16, "mc_bank"),
          Field(.u16, "mc_domid"),
          Field(.u64, "mc_status"),
          Field(.u64, "mc_addr"),
          Field(.u64, "mc_misc"),
          Field(.u64, "mc_ctrl2", since: .v3_4),
          Field(.u64, "mc_tsc", since: .v3_4),
        ]),
      Structure(
        "mcinfo_msr", "arch-x86/xen-mca.h", summary: "An MSR and its value.", since: .v3_3,
        [
          Field(.u64, "reg"),
          Field(.u64, "value"),
        ]),
      Structure(
        "mcinfo_extended", "arch-x86/xen-mca.h",
        summary: "Registers of the processor at the check.", since: .v3_3,
        [
          Field(.named("mcinfo_common"), "common"),
          Field(.u32, "mc_msrs"),
          Field(.named("mcinfo_msr"), "mc_msr", count: 5, until: .v3_4),
          Field(
            .named("mcinfo_msr"), "mc_msr", count: 16, since: .v3_4, until: .v4_14, only: .i386),
          Field(.named("mcinfo_msr"), "mc_msr", count: 32, since: .v4_14, only: .i386),
          Field(.named("mcinfo_msr"), "mc_msr", count: 32, since: .v3_4, only: .x86_64),
        ]),
      Structure(
        "mcinfo_recovery", "arch-x86/xen-mca.h", summary: "What Xen did about it.", since: .v3_4,
        [
          Field(.named("mcinfo_common"), "common"),
          Field(.u16, "mc_bank"),
          Field(.u8, "action_flags"),
          Field(.u8, "action_types"),
          Field(
            .union([
              Field(.named("page_offline_action"), "page_retire"),
              Field(.named("cpu_offline_action"), "cpu_offline"),
              Field(.u8, "pad", count: 16),
            ]), "action_info"),
        ]),
      Structure(
        "page_offline_action", "arch-x86/xen-mca.h",
        summary: "Recovery: a page was taken out of use.", since: .v3_4,
        [
          Field(.u64, "mfn"),
          Field(.u64, "status"),
        ]),
      Structure(
        "cpu_offline_action", "arch-x86/xen-mca.h",
        summary: "Recovery: a processor was taken out of use.", since: .v3_4,
        [
          Field(.u32, "mc_socketid"),
          Field(.u16, "mc_coreid"),
          Field(.u16, "mc_core_threadid"),
        ]),
      Structure(
        "mc_info", "arch-x86/xen-mca.h", summary: "The records of one check.", since: .v3_3,
        [
          Field(.u32, "mi_nentries"),
          Field(.u8, "mi_data", count: 764, until: .v3_4),
          Field(.u32, "_pad0", since: .v3_4, until: .v4_1),
          Field(.u32, "flags", since: .v4_1),
          Field(.u64, "mi_data", count: 95, since: .v3_4),
        ]),
      Structure(
        "mcinfo_logical_cpu", "arch-x86/xen-mca.h",
        summary: "What a logical processor is: identification, banks, MSRs.", since: .v3_4,
        [
          Field(.u32, "mc_cpunr"),
          Field(.u32, "mc_chipid"),
          Field(.u16, "mc_coreid"),
          Field(.u16, "mc_threadid"),
          Field(.u32, "mc_apicid"),
          Field(.u32, "mc_clusterid"),
          Field(.u32, "mc_ncores"),
          Field(.u32, "mc_ncores_active"),
          Field(.u32, "mc_nthreads"),
          Field(.s32, "mc_cpuid_level"),
          Field(.u32, "mc_family"),
          Field(.u32, "mc_vendor"),
          Field(.u32, "mc_model"),
          Field(.u32, "mc_step"),
          Field(.char, "mc_vendorid", count: 16),
          Field(.char, "mc_brandid", count: 64),
          Field(.u32, "mc_cpu_caps", count: 7),
          Field(.u32, "mc_cache_size"),
          Field(.u32, "mc_cache_alignment"),
          Field(.s32, "mc_nmsrvals"),
          Field(.named("mcinfo_msr"), "mc_msrvalues", count: 8),
        ]),
    ]
    .typedef("mcinfo_logical_cpu", as: "xen_mc_logical_cpu", since: .v3_4)
    .typedef("mcinfo_common", as: "xen_mcinfo_common", since: .v4_15)
    .typedef("mcinfo_msr", as: "xen_mcinfo_msr", since: .v4_15)
    .typedef("page_offline_action", as: "xen_page_offline_action", since: .v4_15)
    .typedef("cpu_offline_action", as: "xen_cpu_offline_action", since: .v4_15)
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of mca. Source: public/arch-x86/xen-mca.h, 3.3 to 4.22.
  static let machineCheckCommands: [Structure] =
    [
      Structure(
        "xen_mc", "arch-x86/xen-mca.h",
        summary: "Argument of mca: the command and its structure in one.", since: .v3_3,
        [
          Field(.u32, "cmd"),
          Field(.u32, "interface_version"),
          Field(
            .union([
              Field(.named("xen_mc_fetch"), "mc_fetch"),
              Field(.named("xen_mc_notifydomain"), "mc_notifydomain"),
              Field(.u8, "pad", count: 1024, until: .v3_4),
              Field(.named("xen_mc_physcpuinfo"), "mc_physcpuinfo", since: .v3_4),
              Field(.named("xen_mc_msrinject"), "mc_msrinject", since: .v3_4),
              Field(.named("xen_mc_mceinject"), "mc_mceinject", since: .v3_4),
            ]), "u"),
        ]),
      Structure(
        "xen_mc_fetch", "arch-x86/xen-mca.h", summary: "XEN_MC_fetch: take the records of a check.",
        since: .v3_3,
        [
          Field(.u32, "flags"),
          Field(.u32, "fetch_idx", until: .v3_4),
          Field(.named("mc_info"), "mc_info", until: .v3_4),
          Field(.u32, "_pad0", since: .v3_4),
          Field(.u64, "fetch_id", since: .v3_4),
          Field(.handle("mc_info_t"), "data", since: .v3_4),
        ]),
      Structure(
        "xen_mc_notifydomain", "arch-x86/xen-mca.h",
        summary: "XEN_MC_notifydomain: pass a check on to a domain.", since: .v3_3,
        [
          Field(.u16, "mc_domid"),
          Field(.u16, "mc_vcpuid"),
          Field(.u32, "fetch_idx", until: .v3_4),
          Field(.u32, "flags"),
        ]),
      Structure(
        "xen_mc_physcpuinfo", "arch-x86/xen-mca.h",
        summary: "XEN_MC_physcpuinfo: the logical processors.", since: .v3_4,
        [
          Field(.u32, "ncpus"),
          Field(.u32, "_pad0"),
          Field(.handle("xen_mc_logical_cpu_t"), "info"),
        ]),
      Structure(
        "xen_mc_msrinject", "arch-x86/xen-mca.h",
        summary: "XEN_MC_msrinject: values for MSRs, for tests.", since: .v3_4,
        [
          Field(.u32, "mcinj_cpunr"),
          Field(.u32, "mcinj_flags"),
          Field(.u32, "mcinj_count"),
          Field(.u32, "_pad0", until: .v4_7),
          Field(.domid, "mcinj_domid", since: .v4_7),
          Field(.u16, "_pad0", since: .v4_7),
          Field(.named("mcinfo_msr"), "mcinj_msr", count: 8),
        ]),
      Structure(
        "xen_mc_mceinject", "arch-x86/xen-mca.h",
        summary: "XEN_MC_mceinject: raise a machine check, for tests.", since: .v3_4,
        [
          Field(.uint, "mceinj_cpunr")
        ]),
    ]
}

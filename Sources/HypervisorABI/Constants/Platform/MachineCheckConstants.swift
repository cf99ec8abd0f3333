// SPDX-License-Identifier: Apache-2.0

/// Commands and records of mca. Source: public/arch-x86/xen-mca.h, 3.3 to 4.22.
extension ConstantGroup {
  /// Commands of mca.
  public static let machineCheckOp = ConstantGroup(
    "commands of mca", "arch-x86/xen-mca.h",
    [
      Constant("XEN_MC_fetch", 1, since: .v3_3, takes: "xen_mc_fetch"),
      Constant("XEN_MC_notifydomain", 2, since: .v3_3, takes: "xen_mc_notifydomain"),
      Constant("XEN_MC_physcpuinfo", 3, since: .v3_4, takes: "xen_mc_physcpuinfo"),
      Constant("XEN_MC_msrinject", 4, since: .v3_4, takes: "xen_mc_msrinject"),
      Constant("XEN_MC_mceinject", 5, since: .v3_4, takes: "xen_mc_mceinject"),
    ])

  /// Flags and results of mca.
  public static let machineCheckFlags = ConstantGroup(
    "flags and results of mca", "arch-x86/xen-mca.h",
    [
      Constant("XEN_MCA_INTERFACE_VERSION", hex: 0x3000001, since: .v3_3, until: .v3_4),
      Constant("XEN_MCA_INTERFACE_VERSION", hex: 0x1ecc003, since: .v3_4),
      Constant("XEN_MC_NONURGENT", hex: 0x1, since: .v3_4),
      Constant("XEN_MC_URGENT", hex: 0x2, since: .v3_4),
      Constant("XEN_MC_ACK", hex: 0x4, since: .v3_4),
      Constant("XEN_MC_OK", hex: 0x0, since: .v3_3),
      Constant("XEN_MC_FETCHFAILED", hex: 0x1, since: .v3_3),
      Constant("XEN_MC_NODATA", hex: 0x2, since: .v3_3),
      Constant("XEN_MC_NOMATCH", hex: 0x4, since: .v3_3),
      Constant("XEN_MC_CANNOTHANDLE", hex: 0x8, since: .v3_3),
      Constant("XEN_MC_NOTDELIVERED", hex: 0x10, since: .v3_3),
      Constant("XEN_MC_VCPUID_INVALID", hex: 0xffff, since: .v4_9),
      Constant("XEN_MC_CORRECTABLE", hex: 0x0, since: .v3_3, until: .v3_4),
      Constant("XEN_MC_TRAP", hex: 0x1, since: .v3_3, until: .v3_4),
    ])

  /// Types, flags and sizes of machine-check records.
  public static let machineCheckRecords = ConstantGroup(
    "types, flags and sizes of machine-check records", "arch-x86/xen-mca.h",
    [
      Constant("MC_TYPE_GLOBAL", 0, since: .v3_3),
      Constant("MC_TYPE_BANK", 1, since: .v3_3),
      Constant("MC_TYPE_EXTENDED", 2, since: .v3_3),
      Constant("MC_TYPE_RECOVERY", 3, since: .v3_4),
      Constant("MC_FLAG_CORRECTABLE", hex: 0x1, since: .v3_3),
      Constant("MC_FLAG_UNCORRECTABLE", hex: 0x2, since: .v3_3),
      Constant("MC_FLAG_RECOVERABLE", hex: 0x4, since: .v3_4),
      Constant("MC_FLAG_POLLED", hex: 0x8, since: .v3_4),
      Constant("MC_FLAG_RESET", hex: 0x10, since: .v3_4),
      Constant("MC_FLAG_CMCI", hex: 0x20, since: .v3_4),
      Constant("MC_FLAG_MCE", hex: 0x40, since: .v3_4),
      Constant("REC_ACTION_RECOVERED", hex: 0x1, since: .v3_4),
      Constant("REC_ACTION_NONE", hex: 0x2, since: .v3_4),
      Constant("REC_ACTION_NEED_RESET", hex: 0x4, since: .v3_4),
      Constant("MC_ACTION_PAGE_OFFLINE", hex: 0x1, since: .v3_4),
      Constant("MC_ACTION_CPU_OFFLINE", hex: 0x2, since: .v3_4),
      Constant("MC_ACTION_CACHE_SHRINK", hex: 0x4, since: .v3_4),
      Constant("MAX_UNION_SIZE", 16, since: .v3_4),
      Constant("MCINFO_HYPERCALLSIZE", 1024, since: .v3_3),
      Constant("MCINFO_MAXSIZE", 768, since: .v3_3),
      Constant("MCINFO_FLAGS_UNCOMPLETE", hex: 0x1, since: .v4_1),
      Constant("__MC_MSR_ARRAYSIZE", 8, since: .v3_4),
    ])

  /// Capabilities and MSRs of xen_mc_physcpuinfo and injection.
  public static let machineCheckProcessors = ConstantGroup(
    "capabilities and MSRs of xen_mc_physcpuinfo and injection", "arch-x86/xen-mca.h",
    [
      Constant("MC_NCAPS", 7, since: .v3_4),
      Constant("MC_CAPS_STD_EDX", 0, since: .v3_4),
      Constant("MC_CAPS_AMD_EDX", 1, since: .v3_4),
      Constant("MC_CAPS_TM", 2, since: .v3_4),
      Constant("MC_CAPS_LINUX", 3, since: .v3_4),
      Constant("MC_CAPS_STD_ECX", 4, since: .v3_4),
      Constant("MC_CAPS_VIA", 5, since: .v3_4),
      Constant("MC_CAPS_AMD_ECX", 6, since: .v3_4),
      Constant("MC_MSRINJ_MAXMSRS", 8, since: .v3_4),
      Constant("MC_MSRINJ_F_INTERPOSE", hex: 0x1, since: .v3_4),
      Constant("MC_MSRINJ_F_GPADDR", hex: 0x2, since: .v4_7),
      Constant("__MC_NMSRS", 1, since: .v3_4, until: .v4_14),
    ])
}

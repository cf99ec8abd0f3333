// SPDX-License-Identifier: Apache-2.0

/// Commands of kexec_op. Source: public/kexec.h, 3.0.4 to 4.22.
extension ConstantGroup {
  /// Commands of kexec_op.
  public static let kexecOp = ConstantGroup(
    "commands of kexec_op", "kexec.h",
    [
      Constant("KEXEC_CMD_kexec", 0, since: .v3_0_4, takes: "xen_kexec_exec"),
      Constant("KEXEC_CMD_kexec_load_v1", 1, since: .v4_4, takes: "xen_kexec_load_v1"),
      Constant("KEXEC_CMD_kexec_unload_v1", 2, since: .v4_4),
      Constant("KEXEC_CMD_kexec_get_range", 3, since: .v3_0_4, takes: "xen_kexec_range"),
      Constant("KEXEC_CMD_kexec_load", 1, since: .v3_0_4, until: .v4_4, takes: "xen_kexec_load"),
      Constant("KEXEC_CMD_kexec_load", 4, since: .v4_4, takes: "xen_kexec_load"),
      Constant(
        "KEXEC_CMD_kexec_unload", 2, since: .v3_0_4, until: .v4_4, takes: "xen_kexec_load"),
      Constant("KEXEC_CMD_kexec_unload", 5, since: .v4_4, takes: "xen_kexec_unload"),
      Constant("KEXEC_CMD_kexec_status", 6, since: .v4_9, takes: "xen_kexec_status"),
    ])

  /// Types, ranges and sizes of kexec_op.
  public static let kexecValues = ConstantGroup(
    "types, ranges and sizes of kexec_op", "kexec.h",
    [
      Constant("KEXEC_XEN_NO_PAGES", 17, since: .v3_0_4),
      Constant("KEXEC_TYPE_DEFAULT", 0, since: .v3_0_4),
      Constant("KEXEC_TYPE_CRASH", 1, since: .v3_0_4),
      Constant("KEXEC_RANGE_MA_CRASH", 0, since: .v3_0_4),
      Constant("KEXEC_RANGE_MA_XEN", 1, since: .v3_0_4),
      Constant("KEXEC_RANGE_MA_CPU", 2, since: .v3_0_4),
      Constant("KEXEC_RANGE_MA_XENHEAP", 3, since: .v3_3),
      Constant("KEXEC_RANGE_MA_BOOT_PARAM", 4, since: .v3_3),
      Constant("KEXEC_RANGE_MA_EFI_MEMMAP", 5, since: .v3_3),
      Constant("KEXEC_RANGE_MA_VMCOREINFO", 6, since: .v3_3),
      Constant("VMCOREINFO_BYTES", 4096, since: .v3_3, until: .v3_4),
    ])
}

// SPDX-License-Identifier: Apache-2.0

/// Commands of platform_op. Source: public/platform.h, 3.0.3 to 4.22.
extension ConstantGroup {
  /// Commands of platform_op.
  public static let platformOp = ConstantGroup(
    "commands of platform_op", "platform.h",
    [
      Constant("XENPF_settime32", 17, since: .v4_6, takes: "xenpf_settime32"),
      Constant("XENPF_settime64", 62, since: .v4_6, takes: "xenpf_settime64"),
      Constant("XENPF_settime", 17, since: .v3_0_3, until: .v4_6, takes: "xenpf_settime"),
      Constant("XENPF_settime", 62, since: .v4_6, takes: "xenpf_settime"),
      Constant("XENPF_add_memtype", 31, since: .v3_0_3, takes: "xenpf_add_memtype"),
      Constant("XENPF_del_memtype", 32, since: .v3_0_3, takes: "xenpf_del_memtype"),
      Constant("XENPF_read_memtype", 33, since: .v3_0_3, takes: "xenpf_read_memtype"),
      Constant("XENPF_microcode_update", 35, since: .v3_0_3, takes: "xenpf_microcode_update"),
      Constant("XENPF_platform_quirk", 39, since: .v3_0_3, takes: "xenpf_platform_quirk"),
      Constant("XENPF_efi_runtime_call", 49, since: .v4_2, takes: "xenpf_efi_runtime_call"),
      Constant("XENPF_firmware_info", 50, since: .v3_2, takes: "xenpf_firmware_info"),
      Constant("XENPF_enter_acpi_sleep", 51, since: .v3_2, takes: "xenpf_enter_acpi_sleep"),
      Constant("XENPF_change_freq", 52, since: .v3_2, takes: "xenpf_change_freq"),
      Constant("XENPF_getidletime", 53, since: .v3_2, takes: "xenpf_getidletime"),
      Constant("XENPF_set_processor_pminfo", 54, since: .v3_3, takes: "xenpf_set_processor_pminfo"),
      Constant("XENPF_get_cpuinfo", 55, since: .v4_0, takes: "xenpf_pcpuinfo"),
      Constant("XENPF_get_cpu_version", 48, since: .v4_2, takes: "xenpf_pcpu_version"),
      Constant("XENPF_cpu_online", 56, since: .v4_0, takes: "xenpf_cpu_ol"),
      Constant("XENPF_cpu_offline", 57, since: .v4_0, takes: "xenpf_cpu_ol"),
      Constant("XENPF_cpu_hotadd", 58, since: .v4_0, takes: "xenpf_cpu_hotadd"),
      Constant("XENPF_mem_hotadd", 59, since: .v4_0, takes: "xenpf_mem_hotadd"),
      Constant("XENPF_core_parking", 60, since: .v4_2, takes: "xenpf_core_parking"),
      Constant("XENPF_resource_op", 61, since: .v4_5, takes: "xenpf_resource_op"),
      Constant("XENPF_get_symbol", 63, since: .v4_6, takes: "xenpf_symdata"),
      Constant("XENPF_get_dom0_console", 64, since: .v4_18, takes: "xenpf_dom0_console"),
      Constant("XENPF_get_ucode_revision", 65, since: .v4_18, takes: "xenpf_ucode_revision"),
      Constant("XENPF_microcode_update2", 66, since: .v4_20, takes: "xenpf_microcode_update2"),
    ])

  /// Versions and flags of platform_op.
  public static let platformFlags = ConstantGroup(
    "versions and flags of platform_op", "platform.h",
    [
      Constant("XENPF_INTERFACE_VERSION", hex: 0x3000001, since: .v3_0_3),
      Constant("QUIRK_NOIRQBALANCING", 1, since: .v3_0_3),
      Constant("QUIRK_IOAPIC_BAD_REGSEL", 2, since: .v3_0_3),
      Constant("QUIRK_IOAPIC_GOOD_REGSEL", 3, since: .v3_0_3),
      Constant("XENPF_ACPI_SLEEP_EXTENDED", hex: 0x1, since: .v4_3),
      Constant("XENPF_UCODE_FORCE", 1, since: .v4_20),
    ])

  /// Processor states and resources of platform_op.
  public static let platformProcessors = ConstantGroup(
    "processor states and resources of platform_op", "platform.h",
    [
      Constant("XEN_PCPU_FLAGS_ONLINE", 1, since: .v4_0),
      Constant("XEN_PCPU_FLAGS_INVALID", 2, since: .v4_0),
      Constant("XEN_CORE_PARKING_SET", 1, since: .v4_2),
      Constant("XEN_CORE_PARKING_GET", 2, since: .v4_2),
      Constant("XEN_RESOURCE_OP_MSR_READ", 0, since: .v4_5),
      Constant("XEN_RESOURCE_OP_MSR_WRITE", 1, since: .v4_5),
    ])
}

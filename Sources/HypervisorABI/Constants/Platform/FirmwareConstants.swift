// SPDX-License-Identifier: Apache-2.0

/// Firmware services of platform_op. Source: public/platform.h, 3.2 to 4.22.
extension ConstantGroup {
  /// EFI run-time services and their flags.
  public static let efiServices = ConstantGroup(
    "EFI run-time services and their flags", "platform.h",
    [
      Constant("XEN_EFI_get_time", 1, since: .v4_2),
      Constant("XEN_EFI_set_time", 2, since: .v4_2),
      Constant("XEN_EFI_get_wakeup_time", 3, since: .v4_2),
      Constant("XEN_EFI_set_wakeup_time", 4, since: .v4_2),
      Constant("XEN_EFI_get_next_high_monotonic_count", 5, since: .v4_2),
      Constant("XEN_EFI_get_variable", 6, since: .v4_2),
      Constant("XEN_EFI_set_variable", 7, since: .v4_2),
      Constant("XEN_EFI_get_next_variable_name", 8, since: .v4_2),
      Constant("XEN_EFI_query_variable_info", 9, since: .v4_2),
      Constant("XEN_EFI_query_capsule_capabilities", 10, since: .v4_2),
      Constant("XEN_EFI_update_capsule", 11, since: .v4_2),
      Constant("XEN_EFI_GET_TIME_SET_CLEARS_NS", hex: 0x1, since: .v4_2),
      Constant("XEN_EFI_GET_WAKEUP_TIME_ENABLED", hex: 0x1, since: .v4_2),
      Constant("XEN_EFI_GET_WAKEUP_TIME_PENDING", hex: 0x2, since: .v4_2),
      Constant("XEN_EFI_SET_WAKEUP_TIME_ENABLE", hex: 0x1, since: .v4_2),
      Constant("XEN_EFI_SET_WAKEUP_TIME_ENABLE_ONLY", hex: 0x2, since: .v4_2),
      Constant("XEN_EFI_VARIABLE_NON_VOLATILE", hex: 0x1, since: .v4_2),
      Constant("XEN_EFI_VARIABLE_BOOTSERVICE_ACCESS", hex: 0x2, since: .v4_2),
      Constant("XEN_EFI_VARIABLE_RUNTIME_ACCESS", hex: 0x4, since: .v4_2),
      Constant("XEN_EFI_VARINFO_BOOT_SNAPSHOT", hex: 0x1, since: .v4_3),
    ])

  /// Types and indices of XENPF_firmware_info.
  public static let firmwareTypes = ConstantGroup(
    "types and indices of XENPF_firmware_info", "platform.h",
    [
      Constant("XEN_FW_DISK_INFO", 1, since: .v3_2),
      Constant("XEN_FW_DISK_MBR_SIGNATURE", 2, since: .v3_2),
      Constant("XEN_FW_VBEDDC_INFO", 3, since: .v3_2),
      Constant("XEN_FW_EFI_INFO", 4, since: .v4_2),
      Constant("XEN_FW_EFI_VERSION", 0, since: .v4_2),
      Constant("XEN_FW_EFI_CONFIG_TABLE", 1, since: .v4_2),
      Constant("XEN_FW_EFI_VENDOR", 2, since: .v4_2),
      Constant("XEN_FW_EFI_MEM_INFO", 3, since: .v4_2),
      Constant("XEN_FW_EFI_RT_VERSION", 4, since: .v4_2),
      Constant("XEN_FW_EFI_PCI_ROM", 5, since: .v4_3),
      Constant("XEN_FW_EFI_APPLE_PROPERTIES", 6, since: .v4_9),
      Constant("XEN_FW_KBD_SHIFT_FLAGS", 5, since: .v4_3),
    ])
}

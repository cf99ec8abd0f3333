// SPDX-License-Identifier: Apache-2.0

/// Constants of public/vcpu.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Commands of vcpu_op.
  public static let vcpuOp = ConstantGroup(
    "commands of vcpu_op", "vcpu.h",
    [
      Constant("VCPUOP_initialise", 0, takes: "vcpu_guest_context"),
      Constant("VCPUOP_up", 1),
      Constant("VCPUOP_down", 2),
      Constant("VCPUOP_is_up", 3),
      Constant("VCPUOP_get_runstate_info", 4, since: .v3_0_2, takes: "vcpu_runstate_info"),
      Constant(
        "VCPUOP_register_runstate_memory_area", 5, since: .v3_0_2,
        takes: "vcpu_register_runstate_memory_area"),
      Constant("VCPUOP_set_periodic_timer", 6, since: .v3_1, takes: "vcpu_set_periodic_timer"),
      Constant("VCPUOP_stop_periodic_timer", 7, since: .v3_1),
      Constant("VCPUOP_set_singleshot_timer", 8, since: .v3_1, takes: "vcpu_set_singleshot_timer"),
      Constant("VCPUOP_stop_singleshot_timer", 9, since: .v3_1),
      Constant("VCPUOP_register_vcpu_info", 10, since: .v3_1, takes: "vcpu_register_vcpu_info"),
      Constant("VCPUOP_send_nmi", 11, since: .v3_2),
      Constant("VCPUOP_get_physid", 12, since: .v3_3, takes: "vcpu_get_physid"),
      Constant(
        "VCPUOP_register_vcpu_time_memory_area", 13, since: .v4_0,
        takes: "vcpu_register_time_memory_area"),
      Constant(
        "VCPUOP_register_runstate_phys_area", 14, since: .v4_18,
        takes: "vcpu_register_runstate_memory_area"),
      Constant(
        "VCPUOP_register_vcpu_time_phys_area", 15, since: .v4_18,
        takes: "vcpu_register_time_memory_area"),
    ])

  /// States of a vCPU.
  public static let runstates = ConstantGroup(
    "states of a vCPU", "vcpu.h",
    [
      Constant("RUNSTATE_running", 0, since: .v3_0_2),
      Constant("RUNSTATE_runnable", 1, since: .v3_0_2),
      Constant("RUNSTATE_blocked", 2, since: .v3_0_2),
      Constant("RUNSTATE_offline", 3, since: .v3_0_2),
      Constant("XEN_RUNSTATE_UPDATE", hex: 0x8000_0000_0000_0000, since: .v4_8),
    ])

  /// Flags of set_singleshot_timer.
  public static let singleshotFlags = ConstantGroup(
    "flags of set_singleshot_timer", "vcpu.h",
    [
      Constant("VCPU_SSHOTTMR_future", hex: 0x1, since: .v3_1),
      Constant("_VCPU_SSHOTTMR_future", 0, since: .v3_1),
    ])
}

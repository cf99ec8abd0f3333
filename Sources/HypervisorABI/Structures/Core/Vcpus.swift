// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `VCPUOP_*`. Source: public/vcpu.h, 3.0.0 to 4.22.
  static let vcpus: [Structure] =
    [
      Structure(
        "vcpu_runstate_info", "vcpu.h", summary: "How long a vCPU has been in each state.",
        since: .v3_0_2,
        [
          Field(.int, "state"),
          Field(.u64, "state_entry_time"),
          Field(.u64, "time", count: 4),
        ]),
      Structure(
        "vcpu_register_runstate_memory_area", "vcpu.h",
        summary: "VCPUOP_register_runstate_memory_area: where Xen keeps the run state.",
        since: .v3_0_2,
        [
          Field(
            .union([
              Field(.handle("vcpu_runstate_info_t"), "h", since: .v3_0_4),
              Field(.pointer("struct vcpu_runstate_info"), "v"),
              Field(.u64, "p"),
            ]), "addr")
        ]),
      Structure(
        "vcpu_register_time_memory_area", "vcpu.h",
        summary: "VCPUOP_register_vcpu_time_memory_area: where Xen keeps a copy of the time.",
        since: .v4_0,
        [
          Field(
            .union([
              Field(.handle("vcpu_time_info_t"), "h"),
              Field(.pointer("struct vcpu_time_info"), "v"),
              Field(.u64, "p"),
            ]), "addr")
        ]),
      Structure(
        "vcpu_set_periodic_timer", "vcpu.h",
        summary: "VCPUOP_set_periodic_timer: a tick every so many nanoseconds.", since: .v3_1,
        [
          Field(.u64, "period_ns")
        ]),
      Structure(
        "vcpu_set_singleshot_timer", "vcpu.h",
        summary: "VCPUOP_set_singleshot_timer: one timer event at a system time.", since: .v3_1,
        [
          Field(.u64, "timeout_abs_ns"),
          Field(.u32, "flags"),
        ]),
      Structure(
        "vcpu_register_vcpu_info", "vcpu.h",
        summary:
          "VCPUOP_register_vcpu_info: vcpu_info outside shared_info, for more than 32 vCPUs.",
        since: .v3_1,
        [
          Field(.xenPfn, "mfn", until: .v3_2),
          Field(.u64, "mfn", since: .v3_2),
          Field(.u32, "offset"),
          Field(.u32, "rsvd", since: .v3_2),
        ]),
      Structure(
        "vcpu_get_physid", "vcpu.h",
        summary: "VCPUOP_get_physid: the processor that a pinned vCPU runs on.", since: .v3_3,
        [
          Field(.u64, "phys_id")
        ]),
    ]
}

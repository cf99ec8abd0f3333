// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `VCPUOP_*`. Source: public/vcpu.h, 3.0.2 to 4.22.
  static let vcpus: [Structure] = [
    Structure(
      "vcpu_runstate_info", "vcpu.h",
      [Field(.int, "state"), Field(.u64, "state_entry_time"), Field(.u64, "time", count: 4)]),
    Structure(
      "vcpu_register_runstate_memory_area", "vcpu.h",
      [Field(memoryArea(of: "vcpu_runstate_info"), "addr")]),
    Structure(
      "vcpu_register_time_memory_area", "vcpu.h", since: .v4_0,
      [Field(memoryArea(of: "vcpu_time_info"), "addr")]),
    Structure("vcpu_set_periodic_timer", "vcpu.h", since: .v3_1, [Field(.u64, "period_ns")]),
    Structure(
      "vcpu_set_singleshot_timer", "vcpu.h", since: .v3_1,
      [Field(.u64, "timeout_abs_ns"), Field(.u32, "flags")]),
    Structure(
      "vcpu_register_vcpu_info", "vcpu.h", since: .v3_1,
      [
        Field(.xenPfn, "mfn", until: .v3_2),
        Field(.u64, "mfn", since: .v3_2),
        Field(.u32, "offset"),
        Field(.u32, "rsvd", since: .v3_2),
      ]),
    Structure("vcpu_get_physid", "vcpu.h", since: .v3_3, [Field(.u64, "phys_id")]),
  ]

  /// Where Xen is to keep a copy: a handle, a virtual address or a physical one.
  private static func memoryArea(of tag: String) -> CType {
    .union([
      Field(.handle(tag + "_t"), "h", since: .structuralHandles),
      Field(.pointer("struct " + tag), "v"),
      Field(.u64, "p"),
    ])
  }
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The data about processors that dom0 passes from ACPI to Xen. Source: public/platform.h, 3.2 to
  /// 4.22.
  static let processorPower: [Structure] =
    [
      Structure(
        "xenpf_change_freq", "platform.h",
        summary: "XENPF_change_freq: a processor's new frequency.", since: .v3_2,
        [
          Field(.u32, "flags"),
          Field(.u32, "cpu"),
          Field(.u64, "freq"),
        ]),
      Structure(
        "xenpf_getidletime", "platform.h",
        summary: "XENPF_getidletime: how long processors have idled.", since: .v3_2,
        [
          Field(.handle("uint8_t"), "cpumap_bitmap"),
          Field(.u32, "cpumap_nr_cpus"),
          Field(.handle("uint64_t"), "idletime"),
          Field(.u64, "now"),
        ]),
      Structure(
        "xen_power_register", "platform.h", summary: "A register as ACPI describes it (_CST).",
        since: .v3_3,
        [
          Field(.u32, "space_id"),
          Field(.u32, "bit_width"),
          Field(.u32, "bit_offset"),
          Field(.u32, "access_size"),
          Field(.u64, "address"),
        ]),
      Structure(
        "xen_processor_csd", "platform.h", summary: "Dependencies between idle states (_CSD).",
        since: .v3_3,
        [
          Field(.u32, "domain"),
          Field(.u32, "coord_type"),
          Field(.u32, "num"),
        ]),
      Structure(
        "xen_processor_cx", "platform.h", summary: "One idle state of a processor.", since: .v3_3,
        [
          Field(.named("xen_power_register"), "reg"),
          Field(.u8, "type"),
          Field(.u32, "latency"),
          Field(.u32, "power"),
          Field(.u32, "dpcnt"),
          Field(.handle("xen_processor_csd_t"), "dp"),
        ]),
      Structure(
        "xen_processor_flags", "platform.h", summary: "What idle-state handling may do.",
        since: .v3_3,
        [
          Field(.u32, "bm_control", bits: 1),
          Field(.u32, "bm_check", bits: 1),
          Field(.u32, "has_cst", bits: 1),
          Field(.u32, "power_setup_done", bits: 1),
          Field(.u32, "bm_rld_set", bits: 1),
        ]),
      Structure(
        "xen_processor_power", "platform.h", summary: "All idle states of a processor.",
        since: .v3_3,
        [
          Field(.u32, "count"),
          Field(.named("xen_processor_flags"), "flags"),
          Field(.handle("xen_processor_cx_t"), "states"),
        ]),
      Structure(
        "xen_pct_register", "platform.h", summary: "A performance control register (_PCT).",
        since: .v3_3,
        [
          Field(.u8, "descriptor"),
          Field(.u16, "length"),
          Field(.u8, "space_id"),
          Field(.u8, "bit_width"),
          Field(.u8, "bit_offset"),
          Field(.u8, "reserved"),
          Field(.u64, "address"),
        ]),
      Structure(
        "xen_processor_px", "platform.h", summary: "One performance state (_PSS).", since: .v3_3,
        [
          Field(.u64, "core_frequency"),
          Field(.u64, "power"),
          Field(.u64, "transition_latency"),
          Field(.u64, "bus_master_latency"),
          Field(.u64, "control"),
          Field(.u64, "status"),
        ]),
      Structure(
        "xen_psd_package", "platform.h", summary: "Dependencies between performance states (_PSD).",
        since: .v3_3,
        [
          Field(.u64, "num_entries"),
          Field(.u64, "revision"),
          Field(.u64, "domain"),
          Field(.u64, "coord_type"),
          Field(.u64, "num_processors"),
        ]),
      Structure(
        "xen_processor_performance", "platform.h",
        summary: "All performance states of a processor.", since: .v3_3,
        [
          Field(.u32, "flags"),
          Field(.u32, "ppc", until: .v3_4),
          Field(.u32, "platform_limit", since: .v3_4),
          Field(.named("xen_pct_register"), "control_register"),
          Field(.named("xen_pct_register"), "status_register"),
          Field(.u32, "state_count"),
          Field(.handle("xen_processor_px_t"), "states"),
          Field(.named("xen_psd_package"), "domain_info"),
          Field(.u32, "shared_type"),
        ]),
      Structure(
        "xen_processor_cppc", "platform.h", summary: "Collaborative performance control (_CPC).",
        since: .v4_21,
        [
          Field(.u8, "flags"),
          Field(.u8, "pad", count: 3),
          Field(
            .struct([
              Field(.u32, "highest_perf"),
              Field(.u32, "nominal_perf"),
              Field(.u32, "lowest_nonlinear_perf"),
              Field(.u32, "lowest_perf"),
              Field(.u32, "lowest_mhz"),
              Field(.u32, "nominal_mhz"),
            ]), "cpc"),
          Field(.u32, "shared_type"),
          Field(.named("xen_psd_package"), "domain_info"),
        ]),
      Structure(
        "xenpf_set_processor_pminfo", "platform.h",
        summary: "XENPF_set_processor_pminfo: idle or performance states of one processor.",
        since: .v3_3,
        [
          Field(.u32, "id"),
          Field(.u32, "type"),
          Field(
            .union([
              Field(.named("xen_processor_power"), "power"),
              Field(.named("xen_processor_performance"), "perf"),
            ]), until: .v4_0),
          Field(
            .union([
              Field(.named("xen_processor_power"), "power"),
              Field(.named("xen_processor_performance"), "perf"),
              Field(.handle("uint32_t"), "pdc", since: .v4_2),
              Field(.named("xen_processor_cppc"), "cppc_data", since: .v4_21),
            ]), "u", since: .v4_0),
        ]),
    ]
}

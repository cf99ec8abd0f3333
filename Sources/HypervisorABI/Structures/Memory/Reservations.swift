// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `XENMEM_*` about the memory of a domain: its reservation, exchanges, and mapping
  /// it. Source: public/memory.h, 3.0.0 to 4.22.
  static let reservations: [Structure] =
    [
      Structure(
        "xen_memory_reservation", "memory.h",
        summary:
          "XENMEM_increase_reservation, decrease_reservation, populate_physmap: a list of extents.",
        [
          Field(.handle("unsigned long"), "extent_start", until: .v3_0_3),
          Field(.ulong, "nr_extents", until: .v3_0_3),
          Field(.handle("xen_pfn_t"), "extent_start", since: .v3_0_3),
          Field(.xenUlong, "nr_extents", since: .v3_0_3),
          Field(.uint, "extent_order"),
          Field(.uint, "address_bits", until: .v3_3),
          Field(.uint, "mem_flags", since: .v3_3),
          Field(.domid, "domid"),
        ]),
      Structure(
        "xen_memory_exchange", "memory.h",
        summary: "XENMEM_exchange: give extents for others, such as contiguous ones.",
        since: .v3_0_3,
        [
          Field(.named("xen_memory_reservation"), "in"),
          Field(.named("xen_memory_reservation"), "out"),
          Field(.xenUlong, "nr_exchanged"),
        ]),
      Structure(
        "xen_memory_domain", "memory.h",
        summary: "XENMEM_current_reservation, maximum_reservation, maximum_gpfn: whose.",
        since: .v4_16,
        [
          Field(.domid, "domid")
        ]),
      Structure(
        "xen_pod_target", "memory.h",
        summary: "XENMEM_get_pod_target, set_pod_target: memory populated on demand.", since: .v3_4,
        [
          Field(.u64, "target_pages"),
          Field(.u64, "tot_pages"),
          Field(.u64, "pod_cache_pages"),
          Field(.u64, "pod_entries"),
          Field(.domid, "domid"),
        ]),
      Structure(
        "xen_mem_acquire_resource", "memory.h",
        summary: "XENMEM_acquire_resource: map what belongs to a domain, such as grant frames.",
        since: .v4_14,
        [
          Field(.domid, "domid"),
          Field(.u16, "type"),
          Field(.u32, "id"),
          Field(.u32, "nr_frames"),
          Field(.u32, "pad"),
          Field(.u64, "frame"),
          Field(.handle("xen_pfn_t"), "frame_list"),
        ]),
    ]
}

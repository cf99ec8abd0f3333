// SPDX-License-Identifier: Apache-2.0

/// Constants of public/memory.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Commands of memory_op.
  public static let memoryOp = ConstantGroup(
    "commands of memory_op", "memory.h",
    [
      Constant("XENMEM_increase_reservation", 0, takes: "xen_memory_reservation"),
      Constant("XENMEM_decrease_reservation", 1, takes: "xen_memory_reservation"),
      Constant("XENMEM_maximum_ram_page", 2),
      Constant("XENMEM_current_reservation", 3, takes: "xen_memory_domain"),
      Constant("XENMEM_maximum_reservation", 4, takes: "xen_memory_domain"),
      Constant("XENMEM_machphys_mfn_list", 5, takes: "xen_machphys_mfn_list"),
      Constant("XENMEM_populate_physmap", 6, since: .v3_0_2, takes: "xen_memory_reservation"),
      Constant("XENMEM_add_to_physmap", 7, since: .v3_0_2, takes: "xen_add_to_physmap"),
      Constant("XENMEM_memory_map", 9, since: .v3_0_3, takes: "xen_memory_map"),
      Constant("XENMEM_machine_memory_map", 10, since: .v3_0_3, takes: "xen_memory_map"),
      Constant("XENMEM_exchange", 11, since: .v3_0_3, takes: "xen_memory_exchange"),
      Constant("XENMEM_machphys_mapping", 12, since: .v3_0_3, takes: "xen_machphys_mapping"),
      Constant("XENMEM_set_memory_map", 13, since: .v3_0_4, takes: "xen_foreign_memory_map"),
      Constant("XENMEM_maximum_gpfn", 14, since: .v3_1, takes: "xen_memory_domain"),
      Constant("XENMEM_remove_from_physmap", 15, since: .v4_2, takes: "xen_remove_from_physmap"),
      Constant("XENMEM_set_pod_target", 16, since: .v3_4, takes: "xen_pod_target"),
      Constant("XENMEM_get_pod_target", 17, since: .v3_4, takes: "xen_pod_target"),
      Constant("XENMEM_add_to_physmap_batch", 23, since: .v4_4, takes: "xen_add_to_physmap_batch"),
      Constant("XENMEM_machphys_compat_mfn_list", 25, since: .v4_5, takes: "xen_machphys_mfn_list"),
      Constant("XENMEM_get_vnumainfo", 26, since: .v4_5, takes: "xen_vnuma_topology_info"),
      Constant("XENMEM_acquire_resource", 28, since: .v4_14, takes: "xen_mem_acquire_resource"),
      Constant(
        "XENMEM_add_to_physmap_range", 23, since: .v4_3, until: .v4_4,
        takes: "xen_add_to_physmap_range"),
      Constant("XENMEM_get_sharing_freed_pages", 18, since: .v4_0, until: .v4_2),
      Constant(
        "XENMEM_translate_gpfn_list", 8, since: .v3_0_2, until: .v3_4,
        takes: "xen_translate_gpfn_list"),
    ])

  /// Spaces of add_to_physmap.
  public static let physmapSpaces = ConstantGroup(
    "spaces of add_to_physmap", "memory.h",
    [
      Constant("XENMAPSPACE_shared_info", 0, since: .v3_0_2),
      Constant("XENMAPSPACE_grant_table", 1, since: .v3_0_2),
      Constant("XENMAPSPACE_gmfn", 2, since: .v3_4),
      Constant("XENMAPSPACE_gmfn_range", 3, since: .v4_2),
      Constant("XENMAPSPACE_gmfn_foreign", 4, since: .v4_3),
      Constant("XENMAPSPACE_dev_mmio", 5, since: .v4_7),
      Constant("XENMAPIDX_grant_table_status", hex: 0x8000_0000, since: .v4_0),
    ])

  /// Flags of a reservation.
  public static let memoryFlags = ConstantGroup(
    "flags of a reservation", "memory.h",
    [
      Constant("XENMEMF_populate_on_demand", hex: 0x10000, since: .v3_4),
      Constant("XENMEMF_exact_node_request", hex: 0x20000, since: .v4_1),
      Constant("XENMEMF_vnode", hex: 0x40000, since: .v4_6),
    ])
}

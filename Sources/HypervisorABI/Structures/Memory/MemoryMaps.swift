// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `XENMEM_*` that describe memory. Source: public/memory.h, 3.0.0 to 4.22.
  static let memoryMaps: [Structure] =
    [
      Structure(
        "xen_machphys_mfn_list", "memory.h",
        summary: "XENMEM_machphys_mfn_list: the frames that hold the M2P table.",
        [
          Field(.uint, "max_extents"),
          Field(.handle("unsigned long"), "extent_start", until: .v3_0_3),
          Field(.handle("xen_pfn_t"), "extent_start", since: .v3_0_3),
          Field(.uint, "nr_extents"),
        ]),
      Structure(
        "xen_machphys_mapping", "memory.h",
        summary: "XENMEM_machphys_mapping: where the M2P table is mapped.", since: .v3_0_3,
        [
          Field(.xenUlong, "v_start"),
          Field(.xenUlong, "v_end"),
          Field(.xenUlong, "max_mfn"),
        ]),
      Structure(
        "xen_translate_gpfn_list", "memory.h",
        summary: "XENMEM_translate_gpfn_list: machine frames of guest frames.", since: .v3_0_2,
        until: .v3_4,
        [
          Field(.domid, "domid"),
          Field(.ulong, "nr_gpfns", until: .v3_0_3),
          Field(.handle("unsigned long"), "gpfn_list", until: .v3_0_3),
          Field(.handle("unsigned long"), "mfn_list", until: .v3_0_3),
          Field(.xenUlong, "nr_gpfns", since: .v3_0_3),
          Field(.handle("xen_pfn_t"), "gpfn_list", since: .v3_0_3),
          Field(.handle("xen_pfn_t"), "mfn_list", since: .v3_0_3),
        ]),
      Structure(
        "xen_memory_map", "memory.h",
        summary: "XENMEM_memory_map, machine_memory_map: E820 entries.", since: .v3_0_3,
        [
          Field(.uint, "nr_entries"),
          Field(.handle("void"), "buffer"),
        ]),
      Structure(
        "xen_foreign_memory_map", "memory.h",
        summary: "XENMEM_set_memory_map: another domain's E820 entries.", since: .v3_0_4,
        [
          Field(.domid, "domid"),
          Field(.named("xen_memory_map"), "map"),
        ]),
      Structure(
        "xen_vmemrange", "memory.h", summary: "A stretch of memory of one virtual NUMA node.",
        since: .v4_5,
        [
          Field(.u64, "start"),
          Field(.u64, "end"),
          Field(.uint, "flags"),
          Field(.uint, "nid"),
        ]),
      Structure(
        "xen_vnuma_topology_info", "memory.h",
        summary: "XENMEM_get_vnumainfo: virtual nodes, distances and vCPUs.", since: .v4_5,
        [
          Field(.domid, "domid"),
          Field(.u16, "pad"),
          Field(.uint, "nr_vnodes"),
          Field(.uint, "nr_vcpus"),
          Field(.uint, "nr_vmemranges"),
          Field(
            .union([
              Field(.handle("unsigned int"), "h"),
              Field(.u64, "pad"),
            ]), "vdistance"),
          Field(
            .union([
              Field(.handle("unsigned int"), "h"),
              Field(.u64, "pad"),
            ]), "vcpu_to_vnode"),
          Field(
            .union([
              Field(.handle("xen_vmemrange_t"), "h"),
              Field(.u64, "pad"),
            ]), "vmemrange"),
        ]),
    ]
}

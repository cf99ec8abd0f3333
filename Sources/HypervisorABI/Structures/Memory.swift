// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `XENMEM_*`. Source: public/memory.h, 3.0.2 to 4.22.
  static let memory: [Structure] =
    [
      Structure(
        "xen_memory_reservation", "memory.h",
        [
          Field(.handle("xen_pfn_t"), "extent_start"),
          Field(.xenUlong, "nr_extents"),
          Field(.uint, "extent_order"),
          Field(.uint, "address_bits", until: .v3_3),
          Field(.uint, "mem_flags", since: .v3_3),
          Field(.domid, "domid"),
        ]),
      Structure(
        "xen_memory_exchange", "memory.h", since: .v3_0_3,
        [
          Field(.named("xen_memory_reservation"), "in"),
          Field(.named("xen_memory_reservation"), "out"),
          Field(.xenUlong, "nr_exchanged"),
        ]),
      Structure("xen_memory_domain", "memory.h", since: .v4_16, [Field(.domid, "domid")]),
      Structure(
        "xen_machphys_mfn_list", "memory.h",
        [
          Field(.uint, "max_extents"),
          Field(.handle("xen_pfn_t"), "extent_start"),
          Field(.uint, "nr_extents"),
        ]),
      Structure(
        "xen_machphys_mapping", "memory.h", since: .v3_0_3,
        [Field(.xenUlong, "v_start"), Field(.xenUlong, "v_end"), Field(.xenUlong, "max_mfn")]),
      Structure(
        "xen_translate_gpfn_list", "memory.h", until: .v3_4,
        [
          Field(.domid, "domid"),
          Field(.xenUlong, "nr_gpfns"),
          Field(.handle("xen_pfn_t"), "gpfn_list"),
          Field(.handle("xen_pfn_t"), "mfn_list"),
        ]),
      Structure(
        "xen_memory_map", "memory.h", since: .v3_0_3,
        [Field(.uint, "nr_entries"), Field(.handle("void"), "buffer")]),
      Structure(
        "xen_foreign_memory_map", "memory.h", since: .v3_0_4,
        [Field(.domid, "domid"), Field(.named("xen_memory_map"), "map")]),
      Structure(
        "xen_pod_target", "memory.h", since: .v3_4,
        [
          Field(.u64, "target_pages"),
          Field(.u64, "tot_pages"),
          Field(.u64, "pod_cache_pages"),
          Field(.u64, "pod_entries"),
          Field(.domid, "domid"),
        ]),
    ] + physmap

  private static let physmap: [Structure] = [
    Structure(
      "xen_add_to_physmap", "memory.h",
      [
        Field(.domid, "domid"),
        Field(.u16, "size", since: .v4_2),
        Field(.uint, "space"),
        Field(.xenUlong, "idx"),
        Field(.xenPfn, "gpfn"),
      ]),
    Structure(
      "xen_add_to_physmap_batch_extra", "memory.h", kind: .union, since: .v4_7,
      [Field(.domid, "foreign_domid"), Field(.u16, "res0")]),
    Structure(
      "xen_add_to_physmap_batch", "memory.h", since: .v4_4,
      [
        Field(.domid, "domid"),
        Field(.u16, "space"),
        Field(.u16, "size"),
        Field(.domid, "foreign_domid", until: .v4_7),
        Field(.named("xen_add_to_physmap_batch_extra"), "u", since: .v4_7),
        Field(.handle("xen_ulong_t"), "idxs"),
        Field(.handle("xen_pfn_t"), "gpfns"),
        Field(.handle("int"), "errs"),
      ]),
    Structure(
      "xen_remove_from_physmap", "memory.h", since: .v4_2,
      [Field(.domid, "domid"), Field(.xenPfn, "gpfn")]),
  ]
}

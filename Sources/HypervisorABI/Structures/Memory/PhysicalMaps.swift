// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `XENMEM_*` that fill a guest's physmap. Source: public/memory.h, 3.0.0 to 4.22.
  static let physicalMaps: [Structure] =
    [
      Structure(
        "xen_add_to_physmap", "memory.h",
        summary: "XENMEM_add_to_physmap: put a page of a space at a guest frame.", since: .v3_0_2,
        [
          Field(.domid, "domid"),
          Field(.u16, "size", since: .v4_2),
          Field(.uint, "space"),
          Field(.ulong, "idx", until: .v3_0_3),
          Field(.ulong, "gpfn", until: .v3_0_3),
          Field(.xenUlong, "idx", since: .v3_0_3),
          Field(.xenPfn, "gpfn", since: .v3_0_3),
        ]),
      Structure(
        "xen_add_to_physmap_range", "memory.h",
        summary: "XENMEM_add_to_physmap_range: the same for many pages; 4.3 only.", since: .v4_3,
        until: .v4_4,
        [
          Field(.domid, "domid"),
          Field(.u16, "space"),
          Field(.u16, "size"),
          Field(.domid, "foreign_domid"),
          Field(.handle("xen_ulong_t"), "idxs"),
          Field(.handle("xen_pfn_t"), "gpfns"),
          Field(.handle("int"), "errs"),
        ]),
      Structure(
        "xen_add_to_physmap_batch_extra", "memory.h",
        summary: "What a space of xen_add_to_physmap_batch needs besides.", kind: .union,
        since: .v4_7,
        [
          Field(.domid, "foreign_domid"),
          Field(.u16, "res0"),
        ]),
      Structure(
        "xen_add_to_physmap_batch", "memory.h",
        summary: "XENMEM_add_to_physmap_batch: the same for many pages, with an error each.",
        since: .v4_4,
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
        "xen_remove_from_physmap", "memory.h",
        summary: "XENMEM_remove_from_physmap: take the page out of a guest frame.", since: .v4_2,
        [
          Field(.domid, "domid"),
          Field(.xenPfn, "gpfn"),
        ]),
    ]
}

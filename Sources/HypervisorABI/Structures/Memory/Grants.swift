// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `GNTTABOP_*`. Source: public/grant_table.h, 3.0.0 to 4.22.
  static let grants: [Structure] =
    [
      Structure(
        "gnttab_map_grant_ref", "grant_table.h",
        summary: "GNTTABOP_map_grant_ref: map a frame that was granted.",
        [
          Field(.u64, "host_addr"),
          Field(.u32, "flags"),
          Field(.grantRef, "ref"),
          Field(.domid, "dom"),
          Field(.s16, "status"),
          Field(.grantHandle, "handle"),
          Field(.u64, "dev_bus_addr"),
        ]),
      Structure(
        "gnttab_unmap_grant_ref", "grant_table.h",
        summary: "GNTTABOP_unmap_grant_ref: undo a mapping.",
        [
          Field(.u64, "host_addr"),
          Field(.u64, "dev_bus_addr"),
          Field(.grantHandle, "handle"),
          Field(.s16, "status"),
        ]),
      Structure(
        "gnttab_setup_table", "grant_table.h",
        summary: "GNTTABOP_setup_table: the frames of one's own table.",
        [
          Field(.domid, "dom"),
          Field(.u32, "nr_frames"),
          Field(.s16, "status"),
          Field(.handle("unsigned long"), "frame_list", until: .v4_3),
          Field(.handle("xen_pfn_t"), "frame_list", since: .v4_3),
        ]),
      Structure(
        "gnttab_dump_table", "grant_table.h",
        summary: "GNTTABOP_dump_table: print a domain's table to the console.",
        [
          Field(.domid, "dom"),
          Field(.s16, "status"),
        ]),
      Structure(
        "gnttab_transfer", "grant_table.h",
        summary: "GNTTABOP_transfer: give a frame away for good.",
        [
          Field(.ulong, "mfn", until: .v3_0_3),
          Field(.xenPfn, "mfn", since: .v3_0_3),
          Field(.domid, "domid"),
          Field(.grantRef, "ref"),
          Field(.s16, "status"),
        ]),
      Structure(
        "gnttab_copy_ptr", "grant_table.h",
        summary: "An end of a copy: a granted or an own frame, and the offset.", since: .v4_6,
        copyEnd),
      Structure(
        "gnttab_copy", "grant_table.h",
        summary: "GNTTABOP_copy: copy bytes between frames, granted or own.", since: .v3_0_3,
        [
          Field(.struct(copyEnd), "source", until: .v4_6),
          Field(.struct(copyEnd), "dest", until: .v4_6),
          Field(.named("gnttab_copy_ptr"), "source", since: .v4_6),
          Field(.named("gnttab_copy_ptr"), "dest", since: .v4_6),
          Field(.u16, "len"),
          Field(.u16, "flags"),
          Field(.s16, "status"),
        ]),
      Structure(
        "gnttab_query_size", "grant_table.h",
        summary: "GNTTABOP_query_size: frames of a table, now and at most.", since: .v3_1,
        [
          Field(.domid, "dom"),
          Field(.u32, "nr_frames"),
          Field(.u32, "max_nr_frames"),
          Field(.s16, "status"),
        ]),
      Structure(
        "gnttab_unmap_and_replace", "grant_table.h",
        summary: "GNTTABOP_unmap_and_replace: undo a mapping and put another in its place.",
        since: .v3_2,
        [
          Field(.u64, "host_addr"),
          Field(.u64, "new_addr"),
          Field(.grantHandle, "handle"),
          Field(.s16, "status"),
        ]),
      Structure(
        "gnttab_set_version", "grant_table.h",
        summary: "GNTTABOP_set_version: choose version 1 or 2 of the table.", since: .v4_0,
        [
          Field(.u32, "version")
        ]),
      Structure(
        "gnttab_get_status_frames", "grant_table.h",
        summary: "GNTTABOP_get_status_frames: the frames of version 2's status words.",
        since: .v4_0,
        [
          Field(.u32, "nr_frames"),
          Field(.domid, "dom"),
          Field(.s16, "status"),
          Field(.handle("uint64_t"), "frame_list"),
        ]),
      Structure(
        "gnttab_get_version", "grant_table.h",
        summary: "GNTTABOP_get_version: which version a domain uses.", since: .v4_0,
        [
          Field(.domid, "dom"),
          Field(.u16, "pad"),
          Field(.u32, "version"),
        ]),
      Structure(
        "gnttab_swap_grant_ref", "grant_table.h",
        summary: "GNTTABOP_swap_grant_ref: exchange two entries.", since: .v4_2,
        [
          Field(.grantRef, "ref_a"),
          Field(.grantRef, "ref_b"),
          Field(.s16, "status"),
        ]),
      Structure(
        "gnttab_cache_flush", "grant_table.h",
        summary: "GNTTABOP_cache_flush: clean or invalidate caches for a frame.", since: .v4_5,
        [
          Field(
            .union([
              Field(.u64, "dev_bus_addr"),
              Field(.grantRef, "ref"),
            ]), "a"),
          Field(.u16, "offset"),
          Field(.u16, "length"),
          Field(.u32, "op"),
        ]),
    ]

  private static let copyEnd: [Field] = [
    Field(
      .union([
        Field(.grantRef, "ref"),
        Field(.xenPfn, "gmfn"),
      ]), "u"),
    Field(.domid, "domid"),
    Field(.u16, "offset"),
  ]
}

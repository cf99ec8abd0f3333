// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Entries of the grant table and arguments of `GNTTABOP_*`. Source: public/grant_table.h,
  /// 3.0.2 to 4.22.
  static let grants: [Structure] =
    [
      grant("grant_entry", until: .v4_0, entry),
      grant("grant_entry_v1", since: .v4_0, entry),
      grant("grant_entry_header", since: .v4_0, [Field(.u16, "flags"), Field(.domid, "domid")]),
      Structure("grant_entry_v2", "grant_table.h", kind: .union, since: .v4_0, entryV2),
      grant(
        "gnttab_map_grant_ref",
        [
          Field(.u64, "host_addr"),
          Field(.u32, "flags"),
          Field(.grantRef, "ref"),
          Field(.domid, "dom"),
          Field(.s16, "status"),
          Field(.grantHandle, "handle"),
          Field(.u64, "dev_bus_addr"),
        ]),
      grant(
        "gnttab_unmap_grant_ref",
        [
          Field(.u64, "host_addr"),
          Field(.u64, "dev_bus_addr"),
          Field(.grantHandle, "handle"),
          Field(.s16, "status"),
        ]),
      grant(
        "gnttab_setup_table",
        [
          Field(.domid, "dom"),
          Field(.u32, "nr_frames"),
          Field(.s16, "status"),
          Field(.handle("unsigned long"), "frame_list", until: .v4_3),
          Field(.handle("xen_pfn_t"), "frame_list", since: .v4_3),
        ]),
      grant("gnttab_dump_table", [Field(.domid, "dom"), Field(.s16, "status")]),
      grant(
        "gnttab_transfer",
        [
          Field(.xenPfn, "mfn"),
          Field(.domid, "domid"),
          Field(.grantRef, "ref"),
          Field(.s16, "status"),
        ]),
      grant("gnttab_copy_ptr", since: .v4_6, copyPointer),
      grant(
        "gnttab_copy", since: .v3_0_3,
        [
          Field(.struct(copyPointer), "source", until: .v4_6),
          Field(.struct(copyPointer), "dest", until: .v4_6),
          Field(.named("gnttab_copy_ptr"), "source", since: .v4_6),
          Field(.named("gnttab_copy_ptr"), "dest", since: .v4_6),
          Field(.u16, "len"),
          Field(.u16, "flags"),
          Field(.s16, "status"),
        ]),
      grant(
        "gnttab_query_size", since: .v3_1,
        [
          Field(.domid, "dom"),
          Field(.u32, "nr_frames"),
          Field(.u32, "max_nr_frames"),
          Field(.s16, "status"),
        ]),
      grant(
        "gnttab_unmap_and_replace", since: .v3_2,
        [
          Field(.u64, "host_addr"),
          Field(.u64, "new_addr"),
          Field(.grantHandle, "handle"),
          Field(.s16, "status"),
        ]),
    ] + grantVersions

  private static let grantVersions: [Structure] = [
    grant("gnttab_set_version", since: .v4_0, [Field(.u32, "version")]),
    grant(
      "gnttab_get_status_frames", since: .v4_0,
      [
        Field(.u32, "nr_frames"),
        Field(.domid, "dom"),
        Field(.s16, "status"),
        Field(.handle("uint64_t"), "frame_list"),
      ]),
    grant(
      "gnttab_get_version", since: .v4_0,
      [Field(.domid, "dom"), Field(.u16, "pad"), Field(.u32, "version")]),
    grant(
      "gnttab_swap_grant_ref", since: .v4_2,
      [Field(.grantRef, "ref_a"), Field(.grantRef, "ref_b"), Field(.s16, "status")]),
    grant(
      "gnttab_cache_flush", since: .v4_5,
      [
        Field(.union([Field(.u64, "dev_bus_addr"), Field(.grantRef, "ref")]), "a"),
        Field(.u16, "offset"),
        Field(.u16, "length"),
        Field(.u32, "op"),
      ]),
  ]

  private static let entry: [Field] = [
    Field(.u16, "flags"), Field(.domid, "domid"), Field(.u32, "frame"),
  ]

  private static let entryV2: [Field] = [
    Field(.named("grant_entry_header"), "hdr"),
    Field(
      .struct([
        Field(.named("grant_entry_header"), "hdr"),
        Field(.u32, "pad0"),
        Field(.u64, "frame"),
      ]), "full_page"),
    Field(
      .struct([
        Field(.named("grant_entry_header"), "hdr"),
        Field(.u16, "page_off"),
        Field(.u16, "length"),
        Field(.u64, "frame"),
      ]), "sub_page"),
    Field(
      .struct([
        Field(.named("grant_entry_header"), "hdr"),
        Field(.domid, "trans_domid"),
        Field(.u16, "pad0"),
        Field(.grantRef, "gref"),
      ]), "transitive"),
    Field(.u32, "__spacer", count: 4),
  ]

  private static let copyPointer: [Field] = [
    Field(.union([Field(.grantRef, "ref"), Field(.xenPfn, "gmfn")]), "u"),
    Field(.domid, "domid"),
    Field(.u16, "offset"),
  ]

  private static func grant(
    _ name: String, since: XenRelease = .v3_0_2, until: XenRelease? = nil, _ fields: [Field]
  ) -> Structure {
    Structure(name, "grant_table.h", since: since, until: until, fields)
  }
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Entries of the grant table. Source: public/grant_table.h, 3.0.0 to 4.22.
  static let grantEntries: [Structure] =
    [
      Structure(
        "grant_entry", "grant_table.h", summary: "Version 1: to whom a frame is granted, and how.",
        until: .v4_0,
        [
          Field(.u16, "flags"),
          Field(.domid, "domid"),
          Field(.u32, "frame"),
        ]),
      Structure(
        "grant_entry_v1", "grant_table.h",
        summary: "Version 1: to whom a frame is granted, and how.", since: .v4_0,
        [
          Field(.u16, "flags"),
          Field(.domid, "domid"),
          Field(.u32, "frame"),
        ]),
      Structure(
        "grant_entry_header", "grant_table.h",
        summary: "What every entry of version 2 begins with.", since: .v4_0,
        [
          Field(.u16, "flags"),
          Field(.domid, "domid"),
        ]),
      Structure(
        "grant_entry_v2", "grant_table.h",
        summary: "Version 2: a whole page, a part of one, or another domain's grant.", kind: .union,
        since: .v4_0,
        [
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
        ]),
    ]
}

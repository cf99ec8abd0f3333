// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of tmem_op. Source: public/tmem.h, 4.0 to 4.18.
  static let transcendentMemory: [Structure] =
    [
      Structure(
        "tmem_op", "tmem.h", summary: "Argument of tmem_op: the command and its structure in one.",
        since: .v4_0, until: .v4_19,
        [
          Field(.u32, "cmd"),
          Field(.s32, "pool_id"),
          Field(
            .union([
              Field(
                .struct([
                  Field(.u64, "uuid", count: 2),
                  Field(.u32, "flags"),
                  Field(.u32, "arg1"),
                ]), "new", until: .v4_1),
              Field(
                .struct([
                  Field(.u64, "uuid", count: 2),
                  Field(.u32, "flags"),
                  Field(.u32, "arg1"),
                ]), "creat", since: .v4_1),
              Field(
                .struct([
                  Field(.u32, "subop"),
                  Field(.u32, "cli_id"),
                  Field(.u32, "arg1"),
                  Field(.u32, "arg2"),
                  Field(.u64, "arg3", until: .v4_1),
                  Field(.u64, "oid", count: 3, since: .v4_1),
                  Field(.handle("char"), "buf"),
                ]), "ctrl", until: .v4_6),
              Field(
                .struct([
                  Field(.u64, "object", until: .v4_1),
                  Field(.u64, "oid", count: 3, since: .v4_1, until: .v4_6),
                  Field(.named("xen_tmem_oid"), "oid", since: .v4_6),
                  Field(.u32, "index"),
                  Field(.u32, "tmem_offset"),
                  Field(.u32, "pfn_offset"),
                  Field(.u32, "len"),
                  Field(.xenPfn, "cmfn", until: .v4_4),
                  Field(.xenPfn, "cmfn", since: .v4_4),
                ]), "gen"),
            ]), "u"),
        ]),
      Structure(
        "tmem_handle", "tmem.h", summary: "A page in a pool, as saved, until 4.5.", since: .v4_0,
        until: .v4_6,
        [
          Field(.u32, "pool_id"),
          Field(.u32, "index"),
          Field(.u64, "oid", until: .v4_1),
          Field(.u64, "oid", count: 3, since: .v4_1),
        ]),
      Structure(
        "xen_tmem_oid", "tmem.h", summary: "An object's identity, 192 bits.", since: .v4_6,
        until: .v4_19,
        [
          Field(.u64, "oid", count: 3)
        ]),
    ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The ring of the file system interface that 3.3 introduced. Source: public/io/fsif.h, 3.3 to
  /// 4.22.
  static let fileDevices: [Structure] =
    [
      Structure(
        "fsif_request", "io/fsif.h", summary: "A request: the type and its structure in one.",
        since: .v3_3,
        [
          Field(.u8, "type"),
          Field(.u8, "pad"),
          Field(.u16, "id"),
          Field(.u32, "pad2"),
          Field(
            .union([
              Field(.named("fsif_open_request"), "fopen"),
              Field(.named("fsif_close_request"), "fclose"),
              Field(.named("fsif_read_request"), "fread"),
              Field(.named("fsif_write_request"), "fwrite"),
              Field(.named("fsif_stat_request"), "fstat"),
              Field(.named("fsif_truncate_request"), "ftruncate"),
              Field(.named("fsif_remove_request"), "fremove"),
              Field(.named("fsif_rename_request"), "frename"),
              Field(.named("fsif_create_request"), "fcreate"),
              Field(.named("fsif_list_request"), "flist"),
              Field(.named("fsif_chmod_request"), "fchmod"),
              Field(.named("fsif_space_request"), "fspace"),
              Field(.named("fsif_sync_request"), "fsync"),
            ]), "u"),
        ]),
      Structure(
        "fsif_response", "io/fsif.h", summary: "A response: a value, or a file's status.",
        since: .v3_3,
        [
          Field(.u16, "id"),
          Field(.u16, "pad1"),
          Field(.u32, "pad2"),
          Field(
            .union([
              Field(.u64, "ret_val"),
              Field(.named("fsif_stat_response"), "fstat"),
            ]), until: .v4_0),
          Field(
            .union([
              Field(.u64, "ret_val"),
              Field(.named("fsif_stat_response"), "fstat"),
            ]), "u", since: .v4_0),
        ]),
    ] + ring("fsif", "io/fsif.h", request: "fsif_request", response: "fsif_response", since: .v3_3)
}

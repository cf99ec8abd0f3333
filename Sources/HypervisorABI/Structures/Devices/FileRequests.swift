// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The requests of the file system interface that 3.3 introduced. Source: public/io/fsif.h, 3.3
  /// to 4.22.
  static let fileRequests: [Structure] =
    [
      Structure(
        "fsif_open_request", "io/fsif.h", summary: "REQ_FILE_OPEN: the name's grant.", since: .v3_3,
        [
          Field(.grantRef, "gref")
        ]),
      Structure(
        "fsif_close_request", "io/fsif.h", summary: "REQ_FILE_CLOSE: which file.", since: .v3_3,
        [
          Field(.u32, "fd")
        ]),
      Structure(
        "fsif_read_request", "io/fsif.h", summary: "REQ_FILE_READ: where from, how much, where to.",
        since: .v3_3,
        [
          Field(.u32, "fd"),
          Field(.s32, "pad"),
          Field(.u64, "len"),
          Field(.u64, "offset"),
          Field(.grantRef, "grefs", count: 1, until: .v4_19),
          Field(.grantRef, "grefs", count: 0, since: .v4_19),
        ]),
      Structure(
        "fsif_write_request", "io/fsif.h",
        summary: "REQ_FILE_WRITE: where to, how much, where from.", since: .v3_3,
        [
          Field(.u32, "fd"),
          Field(.s32, "pad"),
          Field(.u64, "len"),
          Field(.u64, "offset"),
          Field(.grantRef, "grefs", count: 1, until: .v4_19),
          Field(.grantRef, "grefs", count: 0, since: .v4_19),
        ]),
      Structure(
        "fsif_stat_request", "io/fsif.h", summary: "REQ_STAT: which file.", since: .v3_3,
        [
          Field(.u32, "fd")
        ]),
      Structure(
        "fsif_stat_response", "io/fsif.h", summary: "What REQ_STAT found.", since: .v3_3,
        [
          Field(.s32, "stat_mode"),
          Field(.u32, "stat_uid"),
          Field(.u32, "stat_gid"),
          Field(.s32, "stat_ret"),
          Field(.s64, "stat_size"),
          Field(.s64, "stat_atime"),
          Field(.s64, "stat_mtime"),
          Field(.s64, "stat_ctime"),
        ]),
      Structure(
        "fsif_truncate_request", "io/fsif.h", summary: "REQ_FILE_TRUNCATE: the new length.",
        since: .v3_3,
        [
          Field(.u32, "fd"),
          Field(.s32, "pad"),
          Field(.s64, "length"),
        ]),
      Structure(
        "fsif_remove_request", "io/fsif.h", summary: "REQ_REMOVE: the name's grant.", since: .v3_3,
        [
          Field(.grantRef, "gref")
        ]),
      Structure(
        "fsif_rename_request", "io/fsif.h", summary: "REQ_RENAME: both names.", since: .v3_3,
        [
          Field(.u16, "old_name_offset"),
          Field(.u16, "new_name_offset"),
          Field(.grantRef, "gref"),
        ]),
      Structure(
        "fsif_create_request", "io/fsif.h",
        summary: "REQ_CREATE: a file or a directory, its mode and name.", since: .v3_3,
        [
          Field(.s8, "directory"),
          Field(.s8, "pad"),
          Field(.s16, "pad2"),
          Field(.s32, "mode"),
          Field(.grantRef, "gref"),
        ]),
      Structure(
        "fsif_list_request", "io/fsif.h",
        summary: "REQ_DIR_LIST: entries of a directory from an offset.", since: .v3_3,
        [
          Field(.u32, "offset"),
          Field(.grantRef, "gref"),
        ]),
      Structure(
        "fsif_chmod_request", "io/fsif.h", summary: "REQ_CHMOD: the new mode.", since: .v3_3,
        [
          Field(.u32, "fd"),
          Field(.s32, "mode"),
        ]),
      Structure(
        "fsif_space_request", "io/fsif.h", summary: "REQ_FS_SPACE: how much room is left.",
        since: .v3_3,
        [
          Field(.grantRef, "gref")
        ]),
      Structure(
        "fsif_sync_request", "io/fsif.h", summary: "REQ_FILE_SYNC: which file.", since: .v3_3,
        [
          Field(.u32, "fd")
        ]),
    ]
}

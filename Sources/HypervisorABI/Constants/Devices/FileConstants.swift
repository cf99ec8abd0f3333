// SPDX-License-Identifier: Apache-2.0

/// Requests of the file system interface that 3.3 introduced. Source: public/io/fsif.h, 3.3 to
/// 4.22.
extension ConstantGroup {
  /// Requests of fsif.
  public static let fileOps = ConstantGroup(
    "requests of fsif", "io/fsif.h",
    [
      Constant("REQ_FILE_OPEN", 1, since: .v3_3),
      Constant("REQ_FILE_CLOSE", 2, since: .v3_3),
      Constant("REQ_FILE_READ", 3, since: .v3_3),
      Constant("REQ_FILE_WRITE", 4, since: .v3_3),
      Constant("REQ_STAT", 5, since: .v3_3),
      Constant("REQ_FILE_TRUNCATE", 6, since: .v3_3),
      Constant("REQ_REMOVE", 7, since: .v3_3),
      Constant("REQ_RENAME", 8, since: .v3_3),
      Constant("REQ_CREATE", 9, since: .v3_3),
      Constant("REQ_DIR_LIST", 10, since: .v3_3),
      Constant("REQ_CHMOD", 11, since: .v3_3),
      Constant("REQ_FS_SPACE", 12, since: .v3_3),
      Constant("REQ_FILE_SYNC", 13, since: .v3_3),
    ])

  /// Fields and sizes of fsif's requests.
  public static let fileValues = ConstantGroup(
    "fields and sizes of fsif's requests", "io/fsif.h",
    [
      Constant("NR_FILES_SHIFT", 0, since: .v3_3),
      Constant("NR_FILES_SIZE", 16, since: .v3_3),
      Constant("NR_FILES_MASK", hex: 0xffff, since: .v3_3),
      Constant("ERROR_SIZE", 32, since: .v3_3),
      Constant("ERROR_SHIFT", 16, since: .v3_3),
      Constant("ERROR_MASK", hex: 0xffff_ffff_0000, since: .v3_3),
      Constant("HAS_MORE_SHIFT", 48, since: .v3_3),
      Constant("HAS_MORE_FLAG", hex: 0x1_0000_0000_0000, since: .v3_3),
      Constant("FSIF_RING_ENTRY_SIZE", 64, since: .v3_3),
    ])

  /// Fields and sizes of fsif's requests.
  public static let fileValues32 = ConstantGroup(
    "fields and sizes of fsif's requests", "io/fsif.h", only: .i386,
    [
      Constant("FSIF_NR_READ_GNTS", 10, since: .v3_3, until: .v4_19),
      Constant("FSIF_NR_READ_GNTS", 11, since: .v4_19),
      Constant("FSIF_NR_WRITE_GNTS", 10, since: .v3_3, until: .v4_19),
      Constant("FSIF_NR_WRITE_GNTS", 11, since: .v4_19),
    ])

  /// Fields and sizes of fsif's requests.
  public static let fileValues64 = ConstantGroup(
    "fields and sizes of fsif's requests", "io/fsif.h", only: .x86_64,
    [
      Constant("FSIF_NR_READ_GNTS", 9, since: .v3_3, until: .v4_19),
      Constant("FSIF_NR_READ_GNTS", 11, since: .v4_19),
      Constant("FSIF_NR_WRITE_GNTS", 9, since: .v3_3, until: .v4_19),
      Constant("FSIF_NR_WRITE_GNTS", 11, since: .v4_19),
    ])
}

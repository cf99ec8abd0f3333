// SPDX-License-Identifier: Apache-2.0

/// Requests and flags of block devices. Source: public/io/blkif.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Operations of a block request.
  public static let blockOps = ConstantGroup(
    "operations of a block request", "io/blkif.h",
    [
      Constant("BLKIF_OP_READ", 0),
      Constant("BLKIF_OP_WRITE", 1),
      Constant("BLKIF_OP_WRITE_BARRIER", 2, since: .v3_0_4),
      Constant("BLKIF_OP_FLUSH_DISKCACHE", 3, since: .v3_2),
      Constant("BLKIF_OP_RESERVED_1", 4, since: .v4_1),
      Constant("BLKIF_OP_DISCARD", 5, since: .v4_2),
      Constant("BLKIF_OP_INDIRECT", 6, since: .v4_4),
      Constant("BLKIF_OP_TRIM", 5, since: .v4_1, until: .v4_2),
    ])

  /// Limits, flags and results of block requests.
  public static let blockLimits = ConstantGroup(
    "limits, flags and results of block requests", "io/blkif.h",
    [
      Constant("BLKIF_MAX_SEGMENTS_PER_REQUEST", 11),
      Constant("BLKIF_MAX_INDIRECT_PAGES_PER_REQUEST", 8, since: .v4_4),
      Constant("BLKIF_DISCARD_SECURE", hex: 0x1, since: .v4_2),
      Constant("BLKIF_RSP_EOPNOTSUPP", -2, since: .v3_0_4),
      Constant("BLKIF_RSP_ERROR", -1),
      Constant("BLKIF_RSP_OKAY", 0),
      Constant("VDISK_CDROM", hex: 0x1),
      Constant("VDISK_REMOVABLE", hex: 0x2),
      Constant("VDISK_READONLY", hex: 0x4),
    ])
}

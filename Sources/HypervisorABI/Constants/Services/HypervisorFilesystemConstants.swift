// SPDX-License-Identifier: Apache-2.0

/// Commands and types of hypfs_op. Source: public/hypfs.h, 4.14 to 4.22.
extension ConstantGroup {
  /// Commands of hypfs_op.
  public static let hypfsOp = ConstantGroup(
    "commands of hypfs_op", "hypfs.h",
    [
      Constant("XEN_HYPFS_OP_get_version", 0, since: .v4_14),
      Constant("XEN_HYPFS_OP_read", 1, since: .v4_14, takes: "xen_hypfs_direntry"),
      Constant("XEN_HYPFS_OP_write_contents", 2, since: .v4_14),
    ])

  /// Types, encodings and limits of hypfs_op.
  public static let hypfsValues = ConstantGroup(
    "types, encodings and limits of hypfs_op", "hypfs.h",
    [
      Constant("XEN_HYPFS_VERSION", 1, since: .v4_14),
      Constant("XEN_HYPFS_MAX_PATHLEN", 1024, since: .v4_14),
      Constant("XEN_HYPFS_TYPE_DIR", 0, since: .v4_14),
      Constant("XEN_HYPFS_TYPE_BLOB", 1, since: .v4_14),
      Constant("XEN_HYPFS_TYPE_STRING", 2, since: .v4_14),
      Constant("XEN_HYPFS_TYPE_UINT", 3, since: .v4_14),
      Constant("XEN_HYPFS_TYPE_INT", 4, since: .v4_14),
      Constant("XEN_HYPFS_TYPE_BOOL", 5, since: .v4_14),
      Constant("XEN_HYPFS_ENC_PLAIN", 0, since: .v4_14),
      Constant("XEN_HYPFS_ENC_GZIP", 1, since: .v4_14),
    ])
}

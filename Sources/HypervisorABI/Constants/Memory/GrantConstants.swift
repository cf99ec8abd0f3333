// SPDX-License-Identifier: Apache-2.0

/// Constants of public/grant_table.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Commands of grant_table_op.
  public static let grantTableOp = ConstantGroup(
    "commands of grant_table_op", "grant_table.h",
    [
      Constant("GNTTABOP_map_grant_ref", 0, takes: "gnttab_map_grant_ref"),
      Constant("GNTTABOP_unmap_grant_ref", 1, takes: "gnttab_unmap_grant_ref"),
      Constant("GNTTABOP_setup_table", 2, takes: "gnttab_setup_table"),
      Constant("GNTTABOP_dump_table", 3, takes: "gnttab_dump_table"),
      Constant("GNTTABOP_transfer", 4, takes: "gnttab_transfer"),
      Constant("GNTTABOP_copy", 5, since: .v3_0_3, takes: "gnttab_copy"),
      Constant("GNTTABOP_query_size", 6, since: .v3_1, takes: "gnttab_query_size"),
      Constant("GNTTABOP_unmap_and_replace", 7, since: .v3_2, takes: "gnttab_unmap_and_replace"),
      Constant("GNTTABOP_set_version", 8, since: .v4_0, takes: "gnttab_set_version"),
      Constant("GNTTABOP_get_status_frames", 9, since: .v4_0, takes: "gnttab_get_status_frames"),
      Constant("GNTTABOP_get_version", 10, since: .v4_0, takes: "gnttab_get_version"),
      Constant("GNTTABOP_swap_grant_ref", 11, since: .v4_2, takes: "gnttab_swap_grant_ref"),
      Constant("GNTTABOP_cache_flush", 12, since: .v4_5, takes: "gnttab_cache_flush"),
    ])

  /// Flags of a grant entry.
  public static let grantEntryFlags = ConstantGroup(
    "flags of a grant entry", "grant_table.h",
    [
      Constant("GTF_invalid", hex: 0x0),
      Constant("GTF_permit_access", hex: 0x1),
      Constant("GTF_accept_transfer", hex: 0x2),
      Constant("GTF_transitive", hex: 0x3, since: .v4_0),
      Constant("GTF_type_mask", hex: 0x3),
      Constant("GTF_readonly", hex: 0x4),
      Constant("GTF_reading", hex: 0x8),
      Constant("GTF_writing", hex: 0x10),
      Constant("GTF_PWT", hex: 0x20, since: .v3_2),
      Constant("GTF_PCD", hex: 0x40, since: .v3_2),
      Constant("GTF_PAT", hex: 0x80, since: .v3_2),
      Constant("GTF_sub_page", hex: 0x100, since: .v4_0),
      Constant("GTF_transfer_committed", hex: 0x4),
      Constant("GTF_transfer_completed", hex: 0x8),
      Constant("_GTF_readonly", 2),
      Constant("_GTF_reading", 3),
      Constant("_GTF_writing", 4),
      Constant("_GTF_PWT", 5, since: .v3_2),
      Constant("_GTF_PCD", 6, since: .v3_2),
      Constant("_GTF_PAT", 7, since: .v3_2),
      Constant("_GTF_sub_page", 8, since: .v4_0),
      Constant("_GTF_transfer_committed", 2),
      Constant("_GTF_transfer_completed", 3),
    ])

  /// Flags of map_grant_ref.
  public static let grantMapFlags = ConstantGroup(
    "flags of map_grant_ref", "grant_table.h",
    [
      Constant("GNTMAP_device_map", hex: 0x1),
      Constant("GNTMAP_host_map", hex: 0x2),
      Constant("GNTMAP_readonly", hex: 0x4),
      Constant("GNTMAP_application_map", hex: 0x8),
      Constant("GNTMAP_contains_pte", hex: 0x10),
      Constant("_GNTMAP_device_map", 0),
      Constant("_GNTMAP_host_map", 1),
      Constant("_GNTMAP_readonly", 2),
      Constant("_GNTMAP_application_map", 3),
      Constant("_GNTMAP_contains_pte", 4),
      Constant("_GNTMAP_guest_avail0", 16, since: .v3_4),
      Constant("GNTMAP_guest_avail_mask", hex: 0xffff_0000, since: .v3_4),
      Constant("_GNTMAP_can_fail", 5, since: .v4_0, until: .v4_16),
      Constant("GNTMAP_can_fail", hex: 0x20, since: .v4_0, until: .v4_16),
    ])

  /// Flags of a grant copy.
  public static let grantCopyFlags = ConstantGroup(
    "flags of a grant copy", "grant_table.h",
    [
      Constant("GNTCOPY_source_gref", hex: 0x1, since: .v3_0_3),
      Constant("GNTCOPY_dest_gref", hex: 0x2, since: .v3_0_3),
      Constant("_GNTCOPY_source_gref", 0, since: .v3_0_3),
      Constant("_GNTCOPY_dest_gref", 1, since: .v3_0_3),
      Constant("_GNTCOPY_can_fail", 2, since: .v4_0, until: .v4_3),
      Constant("GNTCOPY_can_fail", hex: 0x4, since: .v4_0, until: .v4_3),
    ])

  /// Results of grant operations.
  public static let grantStatus = ConstantGroup(
    "results of grant operations", "grant_table.h",
    [
      Constant("GNTST_okay", 0),
      Constant("GNTST_general_error", -1),
      Constant("GNTST_bad_domain", -2),
      Constant("GNTST_bad_gntref", -3),
      Constant("GNTST_bad_handle", -4),
      Constant("GNTST_bad_virt_addr", -5),
      Constant("GNTST_bad_dev_addr", -6),
      Constant("GNTST_no_device_space", -7),
      Constant("GNTST_permission_denied", -8),
      Constant("GNTST_bad_page", -9),
      Constant("GNTST_bad_copy_arg", -10, since: .v3_0_3),
      Constant("GNTST_address_too_big", -11, since: .v3_2),
      Constant("GNTST_eagain", -12, since: .v4_0),
      Constant("GNTST_no_space", -13, since: .v4_16),
    ])

  /// Grant references with a fixed use.
  public static let reservedGrants = ConstantGroup(
    "grants that have a fixed use", "grant_table.h",
    [
      Constant("GNTTAB_NR_RESERVED_ENTRIES", 8, since: .v4_2),
      Constant("GNTTAB_RESERVED_CONSOLE", 0, since: .v4_2),
      Constant("GNTTAB_RESERVED_XENSTORE", 1, since: .v4_2),
    ])
}

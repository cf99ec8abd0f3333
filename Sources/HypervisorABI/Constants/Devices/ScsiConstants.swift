// SPDX-License-Identifier: Apache-2.0

/// Requests and results of SCSI commands. Source: public/io/vscsiif.h, 3.4 to 4.22.
extension ConstantGroup {
  /// Actions and limits of a SCSI request.
  public static let scsiRequests = ConstantGroup(
    "actions and limits of a SCSI request", "io/vscsiif.h",
    [
      Constant("VSCSIIF_ACT_SCSI_CDB", 1, since: .v3_4),
      Constant("VSCSIIF_ACT_SCSI_ABORT", 2, since: .v3_4),
      Constant("VSCSIIF_ACT_SCSI_RESET", 3, since: .v3_4),
      Constant("VSCSIIF_ACT_SCSI_SG_PRESET", 4, since: .v4_3),
      Constant("VSCSIIF_SG_TABLESIZE", 26, since: .v3_4),
      Constant("VSCSIIF_MAX_COMMAND_SIZE", 16, since: .v3_4),
      Constant("VSCSIIF_SENSE_BUFFERSIZE", 96, since: .v3_4),
      Constant("VSCSIIF_SG_GRANT", hex: 0x80, since: .v4_5),
      Constant("VSCSIIF_BACK_MAX_PENDING_REQS", 128, since: .v3_4, until: .v4_3),
      Constant("VSCSIIF_PAGE_SIZE", 4096, since: .v4_8),
      Constant("VSCSIIF_SG_PER_PAGE", 512, since: .v4_8),
      Constant("VSCSIIF_SG_LIST_SIZE", 31, since: .v4_3),
    ])

  /// Results of a SCSI request.
  public static let scsiResults = ConstantGroup(
    "results of a SCSI request", "io/vscsiif.h",
    [
      Constant("XEN_VSCSIIF_RSLT_HOST_OK", 0, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_NO_CONNECT", 1, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_BUS_BUSY", 2, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_TIME_OUT", 3, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_BAD_TARGET", 4, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_ABORT", 5, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_PARITY", 6, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_ERROR", 7, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_RESET", 8, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_BAD_INTR", 9, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_PASSTHROUGH", 10, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_SOFT_ERROR", 11, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_IMM_RETRY", 12, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_REQUEUE", 13, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_TRANSPORT_DISRUPTED", 14, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_TRANSPORT_FAILFAST", 15, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_TARGET_FAILURE", 16, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_NEXUS_FAILURE", 17, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_ALLOC_FAILURE", 18, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_MEDIUM_ERROR", 19, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_HOST_TRANSPORT_MARGINAL", 20, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_RESET_SUCCESS", hex: 0x2002, since: .v4_17),
      Constant("XEN_VSCSIIF_RSLT_RESET_FAILED", hex: 0x2003, since: .v4_17),
    ])
}

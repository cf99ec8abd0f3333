// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// SCSI devices. Source: public/io/vscsiif.h, 3.4 to 4.22.
  static let scsi: [Structure] =
    [
      Structure(
        "scsiif_request_segment", "io/vscsiif.h",
        summary: "A piece of a transfer in one granted frame.", since: .v3_4,
        [
          Field(.grantRef, "gref"),
          Field(.u16, "offset"),
          Field(.u16, "length"),
        ]),
      Structure(
        "vscsiif_request", "io/vscsiif.h", summary: "A command with its segments.", since: .v3_4,
        [
          Field(.u16, "rqid"),
          Field(.u8, "act"),
          Field(.u8, "cmd_len"),
          Field(.u8, "cmnd", count: 16),
          Field(.u16, "timeout_per_command"),
          Field(.u16, "channel"),
          Field(.u16, "id"),
          Field(.u16, "lun"),
          Field(.u16, "padding", until: .v4_5),
          Field(.u16, "ref_rqid", since: .v4_5),
          Field(.u8, "sc_data_direction"),
          Field(.u8, "nr_segments"),
          Field(.named("scsiif_request_segment"), "seg", count: 26),
          Field(.u32, "reserved", count: 3),
        ]),
      Structure(
        "vscsiif_sg_list", "io/vscsiif.h",
        summary: "Segments that lie in granted frames of their own.", since: .v4_3,
        [
          Field(.u16, "rqid"),
          Field(.u8, "act"),
          Field(.u8, "nr_segments"),
          Field(.named("scsiif_request_segment"), "seg", count: 31),
        ]),
      Structure(
        "vscsiif_response", "io/vscsiif.h", summary: "Its result and sense data.", since: .v3_4,
        [
          Field(.u16, "rqid"),
          Field(.u8, "padding", until: .v4_3),
          Field(.u8, "act", since: .v4_3),
          Field(.u8, "sense_len"),
          Field(.u8, "sense_buffer", count: 96),
          Field(.s32, "rslt"),
          Field(.u32, "residual_len"),
          Field(.u32, "reserved", count: 36),
        ]),
    ]
    .typedef("scsiif_request_segment", as: "vscsiif_segment", since: .v4_3)
    + ring(
      "vscsiif", "io/vscsiif.h", request: "vscsiif_request", response: "vscsiif_response",
      since: .v3_4)
}

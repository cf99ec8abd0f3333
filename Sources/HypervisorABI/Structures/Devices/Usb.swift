// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// USB host controllers. Source: public/io/usbif.h, 3.4 to 4.22.
  static let usb: [Structure] =
    [
      Structure(
        "usbif_request_segment", "io/usbif.h",
        summary: "A piece of a transfer in one granted frame.", since: .v3_4,
        [
          Field(.grantRef, "gref"),
          Field(.u16, "offset"),
          Field(.u16, "length"),
        ]),
      Structure(
        "usbif_request", "io/usbif.h", summary: "A transfer, in 3.4 only.", since: .v3_4,
        until: .v4_0,
        [
          Field(.u16, "id"),
          Field(.u16, "nr_buffer_segs"),
          Field(.u32, "pipe"),
          Field(.u16, "transfer_flags"),
          Field(.u16, "buffer_length"),
          Field(.union(transfer), "u"),
          Field(.named("usbif_request_segment"), "seg", count: 10),
        ]),
      Structure(
        "usbif_response", "io/usbif.h", summary: "Its result, in 3.4 only.", since: .v3_4,
        until: .v4_0,
        [
          Field(.u16, "id"),
          Field(.u16, "start_frame"),
          Field(.s32, "status"),
          Field(.s32, "actual_length"),
          Field(.s32, "error_count"),
        ]),
      Structure(
        "usbif_urb_request", "io/usbif.h", summary: "A transfer (URB) for an endpoint.",
        since: .v4_0,
        [
          Field(.u16, "id"),
          Field(.u16, "nr_buffer_segs"),
          Field(.u32, "pipe"),
          Field(.u16, "transfer_flags"),
          Field(.u16, "buffer_length"),
          Field(.union(transfer), "u"),
          Field(.named("usbif_request_segment"), "seg", count: 16),
        ]),
      Structure(
        "usbif_urb_response", "io/usbif.h", summary: "Its result.", since: .v4_0,
        [
          Field(.u16, "id"),
          Field(.u16, "start_frame"),
          Field(.s32, "status"),
          Field(.s32, "actual_length"),
          Field(.s32, "error_count"),
        ]),
      Structure(
        "usbif_conn_request", "io/usbif.h", summary: "A slot for news of a port.", since: .v4_0,
        [
          Field(.u16, "id")
        ]),
      Structure(
        "usbif_conn_response", "io/usbif.h", summary: "A device has come or gone.", since: .v4_0,
        [
          Field(.u16, "id"),
          Field(.u8, "portnum"),
          Field(.u8, "speed"),
        ]),
    ]
    + ring(
      "usbif", "io/usbif.h", request: "usbif_request", response: "usbif_response", since: .v3_4,
      until: .v4_0)
    + ring(
      "usbif_urb", "io/usbif.h", request: "usbif_urb_request", response: "usbif_urb_response",
      since: .v4_0)
    + ring(
      "usbif_conn", "io/usbif.h", request: "usbif_conn_request", response: "usbif_conn_response",
      since: .v4_0)

  /// The part that depends on the type of transfer: control, isochronous, interrupt, or cancelling
  /// one.
  private static let transfer: [Field] = [
    Field(.u8, "ctrl", count: 8),
    Field(
      .struct([
        Field(.u16, "interval"),
        Field(.u16, "start_frame"),
        Field(.u16, "number_of_packets"),
        Field(.u16, "nr_frame_desc_segs"),
      ]), "isoc"),
    Field(
      .struct([
        Field(.u16, "interval"),
        Field(.u16, "pad", count: 3),
      ]), "intr"),
    Field(
      .struct([
        Field(.u16, "unlink_id"),
        Field(.u16, "pad", count: 3),
      ]), "unlink"),
  ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// A virtual camera: responses, events, ring. Source: public/io/cameraif.h, 4.13 to 4.22.
  static let cameras: [Structure] =
    [
      Structure(
        "xencamera_config_resp", "io/cameraif.h", summary: "The format that is set.", since: .v4_13,
        [
          Field(.u32, "pixel_format"),
          Field(.u32, "width"),
          Field(.u32, "height"),
          Field(.u32, "colorspace"),
          Field(.u32, "xfer_func"),
          Field(.u32, "ycbcr_enc"),
          Field(.u32, "quantization"),
          Field(.u32, "displ_asp_ratio_numer"),
          Field(.u32, "displ_asp_ratio_denom"),
          Field(.u32, "frame_rate_numer"),
          Field(.u32, "frame_rate_denom"),
        ]),
      Structure(
        "xencamera_buf_get_layout_resp", "io/cameraif.h",
        summary: "Planes of a buffer and their sizes.", since: .v4_13,
        [
          Field(.u8, "num_planes"),
          Field(.u8, "reserved", count: 3),
          Field(.u32, "size"),
          Field(.u32, "plane_size", count: 4),
          Field(.u32, "plane_stride", count: 4),
        ]),
      Structure(
        "xencamera_ctrl_enum_resp", "io/cameraif.h", summary: "What a control can be set to.",
        since: .v4_13,
        [
          Field(.u8, "index"),
          Field(.u8, "type"),
          Field(.u8, "reserved", count: 2),
          Field(.u32, "flags"),
          Field(.s64, "min"),
          Field(.s64, "max"),
          Field(.s64, "step"),
          Field(.s64, "def_val"),
        ]),
      Structure(
        "xencamera_resp", "io/cameraif.h", summary: "A response, 64 bytes.", since: .v4_13,
        [
          Field(.u16, "id"),
          Field(.u8, "operation"),
          Field(.u8, "reserved"),
          Field(.s32, "status"),
          Field(
            .union([
              Field(.named("xencamera_config_resp"), "config"),
              Field(.named("xencamera_buf_get_layout_resp"), "buf_layout"),
              Field(.named("xencamera_buf_request"), "buf_request"),
              Field(.named("xencamera_ctrl_enum_resp"), "ctrl_enum"),
              Field(.named("xencamera_ctrl_value"), "ctrl_value"),
              Field(.u8, "reserved1", count: 56),
            ]), "resp"),
        ]),
      Structure(
        "xencamera_frame_avail_evt", "io/cameraif.h", summary: "Event: a buffer holds a frame.",
        since: .v4_13,
        [
          Field(.u8, "index"),
          Field(.u8, "reserved", count: 3),
          Field(.u32, "used_sz"),
          Field(.u32, "seq_num"),
        ]),
      Structure(
        "xencamera_evt", "io/cameraif.h", summary: "An event, 64 bytes.", since: .v4_13,
        [
          Field(.u16, "id"),
          Field(.u8, "type"),
          Field(.u8, "reserved", count: 5),
          Field(
            .union([
              Field(.named("xencamera_frame_avail_evt"), "frame_avail"),
              Field(.named("xencamera_ctrl_value"), "ctrl_value"),
              Field(.u8, "reserved", count: 56),
            ]), "evt"),
        ]),
      Structure(
        "xencamera_event_page", "io/cameraif.h", summary: "The page of events.", since: .v4_13,
        [
          Field(.u32, "in_cons"),
          Field(.u32, "in_prod"),
          Field(.u8, "reserved", count: 56),
        ]),
    ]
    + ring(
      "xen_cameraif", "io/cameraif.h", request: "xencamera_req", response: "xencamera_resp",
      since: .v4_13)
}

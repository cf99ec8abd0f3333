// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// A virtual camera: requests. Source: public/io/cameraif.h, 4.13 to 4.22.
  static let cameraRequests: [Structure] =
    [
      Structure(
        "xencamera_config_req", "io/cameraif.h",
        summary: "XENCAMERA_OP_CONFIG_SET, CONFIG_VALIDATE: format and size of the picture.",
        since: .v4_13,
        [
          Field(.u32, "pixel_format"),
          Field(.u32, "width"),
          Field(.u32, "height"),
        ]),
      Structure(
        "xencamera_frame_rate_req", "io/cameraif.h",
        summary: "XENCAMERA_OP_FRAME_RATE_SET: frames a second, as a fraction.", since: .v4_13,
        [
          Field(.u32, "frame_rate_numer"),
          Field(.u32, "frame_rate_denom"),
        ]),
      Structure(
        "xencamera_buf_request", "io/cameraif.h",
        summary: "XENCAMERA_OP_BUF_REQUEST: how many buffers.", since: .v4_13,
        [
          Field(.u8, "num_bufs")
        ]),
      Structure(
        "xencamera_buf_create_req", "io/cameraif.h",
        summary: "XENCAMERA_OP_BUF_CREATE: a buffer and its grants.", since: .v4_13,
        [
          Field(.u8, "index"),
          Field(.u8, "reserved", count: 3),
          Field(.u32, "plane_offset", count: 4),
          Field(.grantRef, "gref_directory"),
        ]),
      Structure(
        "xencamera_page_directory", "io/cameraif.h",
        summary: "A page of grant references, linked to the next.", since: .v4_13,
        [
          Field(.grantRef, "gref_dir_next_page"),
          Field(.grantRef, "gref", count: 1, until: .v4_19),
          Field(.grantRef, "gref", count: 0, since: .v4_19),
        ]),
      Structure(
        "xencamera_index", "io/cameraif.h",
        summary: "The buffer or control that a command is about.", since: .v4_13,
        [
          Field(.u8, "index")
        ]),
      Structure(
        "xencamera_ctrl_value", "io/cameraif.h",
        summary: "XENCAMERA_OP_CTRL_SET: a control and its value.", since: .v4_13,
        [
          Field(.u8, "type"),
          Field(.u8, "reserved", count: 7),
          Field(.s64, "value"),
        ]),
      Structure(
        "xencamera_get_ctrl_req", "io/cameraif.h", summary: "XENCAMERA_OP_CTRL_GET: which control.",
        since: .v4_13,
        [
          Field(.u8, "type")
        ]),
      Structure(
        "xencamera_req", "io/cameraif.h", summary: "A request, 64 bytes.", since: .v4_13,
        [
          Field(.u16, "id"),
          Field(.u8, "operation"),
          Field(.u8, "reserved", count: 5),
          Field(
            .union([
              Field(.named("xencamera_config_req"), "config"),
              Field(.named("xencamera_frame_rate_req"), "frame_rate"),
              Field(.named("xencamera_buf_request"), "buf_request"),
              Field(.named("xencamera_buf_create_req"), "buf_create"),
              Field(.named("xencamera_index"), "index"),
              Field(.named("xencamera_ctrl_value"), "ctrl_value"),
              Field(.named("xencamera_get_ctrl_req"), "get_ctrl"),
              Field(.u8, "reserved", count: 56),
            ]), "req"),
        ]),
    ]
}

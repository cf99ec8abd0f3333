// SPDX-License-Identifier: Apache-2.0

/// XenStore keys of a virtual camera. Source: public/io/cameraif.h, 4.13 to 4.22.
extension ConstantGroup {
  /// XenStore keys of a virtual camera.
  public static let cameraTexts = ConstantGroup(
    "XenStore keys of a virtual camera", "io/cameraif.h",
    [
      Constant("XENCAMERA_PROTOCOL_VERSION", text: "1", since: .v4_13),
      Constant("XENCAMERA_DRIVER_NAME", text: "vcamera", since: .v4_13),
      Constant("XENCAMERA_LIST_SEPARATOR", text: ",", since: .v4_13),
      Constant("XENCAMERA_RESOLUTION_SEPARATOR", text: "x", since: .v4_13),
      Constant("XENCAMERA_FRACTION_SEPARATOR", text: "/", since: .v4_13),
      Constant("XENCAMERA_FIELD_BE_VERSIONS", text: "versions", since: .v4_13),
      Constant("XENCAMERA_FIELD_FE_VERSION", text: "version", since: .v4_13),
      Constant("XENCAMERA_FIELD_REQ_RING_REF", text: "req-ring-ref", since: .v4_13),
      Constant("XENCAMERA_FIELD_REQ_CHANNEL", text: "req-event-channel", since: .v4_13),
      Constant("XENCAMERA_FIELD_EVT_RING_REF", text: "evt-ring-ref", since: .v4_13),
      Constant("XENCAMERA_FIELD_EVT_CHANNEL", text: "evt-event-channel", since: .v4_13),
      Constant("XENCAMERA_FIELD_MAX_BUFFERS", text: "max-buffers", since: .v4_13),
      Constant("XENCAMERA_FIELD_CONTROLS", text: "controls", since: .v4_13),
      Constant("XENCAMERA_FIELD_FORMATS", text: "formats", since: .v4_13),
      Constant("XENCAMERA_FIELD_FRAME_RATES", text: "frame-rates", since: .v4_13),
      Constant("XENCAMERA_FIELD_BE_ALLOC", text: "be-alloc", since: .v4_13),
      Constant("XENCAMERA_FIELD_UNIQUE_ID", text: "unique-id", since: .v4_13),
      Constant("XENCAMERA_CTRL_BRIGHTNESS_STR", text: "brightness", since: .v4_13),
      Constant("XENCAMERA_CTRL_CONTRAST_STR", text: "contrast", since: .v4_13),
      Constant("XENCAMERA_CTRL_SATURATION_STR", text: "saturation", since: .v4_13),
      Constant("XENCAMERA_CTRL_HUE_STR", text: "hue", since: .v4_13),
      Constant("XENCAMERA_FOURCC_BIGENDIAN_STR", text: "-BE", since: .v4_13),
    ])
}

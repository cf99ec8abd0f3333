// SPDX-License-Identifier: Apache-2.0

/// Operations and pictures of a virtual camera. Source: public/io/cameraif.h, 4.13 to 4.22.
extension ConstantGroup {
  /// Operations and events of a virtual camera.
  public static let cameraOps = ConstantGroup(
    "operations and events of a virtual camera", "io/cameraif.h",
    [
      Constant("XENCAMERA_OP_CONFIG_SET", hex: 0x0, since: .v4_13),
      Constant("XENCAMERA_OP_CONFIG_GET", hex: 0x1, since: .v4_13),
      Constant("XENCAMERA_OP_CONFIG_VALIDATE", hex: 0x2, since: .v4_13),
      Constant("XENCAMERA_OP_FRAME_RATE_SET", hex: 0x3, since: .v4_13),
      Constant("XENCAMERA_OP_BUF_GET_LAYOUT", hex: 0x4, since: .v4_13),
      Constant("XENCAMERA_OP_BUF_REQUEST", hex: 0x5, since: .v4_13),
      Constant("XENCAMERA_OP_BUF_CREATE", hex: 0x6, since: .v4_13),
      Constant("XENCAMERA_OP_BUF_DESTROY", hex: 0x7, since: .v4_13),
      Constant("XENCAMERA_OP_BUF_QUEUE", hex: 0x8, since: .v4_13),
      Constant("XENCAMERA_OP_BUF_DEQUEUE", hex: 0x9, since: .v4_13),
      Constant("XENCAMERA_OP_CTRL_ENUM", hex: 0xa, since: .v4_13),
      Constant("XENCAMERA_OP_CTRL_SET", hex: 0xb, since: .v4_13),
      Constant("XENCAMERA_OP_CTRL_GET", hex: 0xc, since: .v4_13),
      Constant("XENCAMERA_OP_STREAM_START", hex: 0xd, since: .v4_13),
      Constant("XENCAMERA_OP_STREAM_STOP", hex: 0xe, since: .v4_13),
      Constant("XENCAMERA_EVT_FRAME_AVAIL", hex: 0x0, since: .v4_13),
      Constant("XENCAMERA_EVT_CTRL_CHANGE", hex: 0x1, since: .v4_13),
    ])

  /// Colour spaces of a virtual camera.
  public static let cameraColours = ConstantGroup(
    "colour spaces of a virtual camera", "io/cameraif.h",
    [
      Constant("XENCAMERA_COLORSPACE_DEFAULT", 0, since: .v4_13),
      Constant("XENCAMERA_COLORSPACE_SMPTE170M", 1, since: .v4_13),
      Constant("XENCAMERA_COLORSPACE_REC709", 2, since: .v4_13),
      Constant("XENCAMERA_COLORSPACE_SRGB", 3, since: .v4_13),
      Constant("XENCAMERA_COLORSPACE_OPRGB", 4, since: .v4_13),
      Constant("XENCAMERA_COLORSPACE_BT2020", 5, since: .v4_13),
      Constant("XENCAMERA_COLORSPACE_DCI_P3", 6, since: .v4_13),
      Constant("XENCAMERA_XFER_FUNC_DEFAULT", 0, since: .v4_13),
      Constant("XENCAMERA_XFER_FUNC_709", 1, since: .v4_13),
      Constant("XENCAMERA_XFER_FUNC_SRGB", 2, since: .v4_13),
      Constant("XENCAMERA_XFER_FUNC_OPRGB", 3, since: .v4_13),
      Constant("XENCAMERA_XFER_FUNC_NONE", 4, since: .v4_13),
      Constant("XENCAMERA_XFER_FUNC_DCI_P3", 5, since: .v4_13),
      Constant("XENCAMERA_XFER_FUNC_SMPTE2084", 6, since: .v4_13),
      Constant("XENCAMERA_YCBCR_ENC_IGNORE", 0, since: .v4_13),
      Constant("XENCAMERA_YCBCR_ENC_601", 1, since: .v4_13),
      Constant("XENCAMERA_YCBCR_ENC_709", 2, since: .v4_13),
      Constant("XENCAMERA_YCBCR_ENC_XV601", 3, since: .v4_13),
      Constant("XENCAMERA_YCBCR_ENC_XV709", 4, since: .v4_13),
      Constant("XENCAMERA_YCBCR_ENC_BT2020", 5, since: .v4_13),
      Constant("XENCAMERA_YCBCR_ENC_BT2020_CONST_LUM", 6, since: .v4_13),
      Constant("XENCAMERA_QUANTIZATION_DEFAULT", 0, since: .v4_13),
      Constant("XENCAMERA_QUANTIZATION_FULL_RANGE", 1, since: .v4_13),
      Constant("XENCAMERA_QUANTIZATION_LIM_RANGE", 2, since: .v4_13),
    ])

  /// Controls and sizes of a virtual camera.
  public static let camera = ConstantGroup(
    "controls and sizes of a virtual camera", "io/cameraif.h",
    [
      Constant("XENCAMERA_CTRL_BRIGHTNESS", 0, since: .v4_13),
      Constant("XENCAMERA_CTRL_CONTRAST", 1, since: .v4_13),
      Constant("XENCAMERA_CTRL_SATURATION", 2, since: .v4_13),
      Constant("XENCAMERA_CTRL_HUE", 3, since: .v4_13),
      Constant("XENCAMERA_MAX_CTRL", 4, since: .v4_13),
      Constant("XENCAMERA_CTRL_FLG_RO", hex: 0x1, since: .v4_13),
      Constant("XENCAMERA_CTRL_FLG_WO", hex: 0x2, since: .v4_13),
      Constant("XENCAMERA_CTRL_FLG_VOLATILE", hex: 0x4, since: .v4_13),
      Constant("XENCAMERA_MAX_PLANE", 4, since: .v4_13),
      Constant("XENCAMERA_EVENT_PAGE_SIZE", 4096, since: .v4_13),
      Constant("XENCAMERA_IN_RING_OFFS", 64, since: .v4_13),
      Constant("XENCAMERA_IN_RING_SIZE", 4032, since: .v4_13),
      Constant("XENCAMERA_IN_RING_LEN", 63, since: .v4_13),
    ])
}

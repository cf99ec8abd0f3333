// SPDX-License-Identifier: Apache-2.0

/// Pipes, speeds and results of USB transfers. Source: public/io/usbif.h, 3.4 to 4.22.
extension ConstantGroup {
  /// Fields of a USB pipe.
  public static let usbPipes = ConstantGroup(
    "fields of a USB pipe", "io/usbif.h",
    [
      Constant("USBIF_PIPE_PORT_MASK", hex: 0x1f, since: .v4_6),
      Constant("USBIF_PIPE_UNLINK", hex: 0x20, since: .v4_6),
      Constant("USBIF_PIPE_DIR", hex: 0x80, since: .v4_6),
      Constant("USBIF_PIPE_DEV_MASK", hex: 0x7f, since: .v4_6),
      Constant("USBIF_PIPE_DEV_SHIFT", 8, since: .v4_6),
      Constant("USBIF_PIPE_EP_MASK", hex: 0xf, since: .v4_6),
      Constant("USBIF_PIPE_EP_SHIFT", 15, since: .v4_6),
      Constant("USBIF_PIPE_TYPE_MASK", hex: 0x3, since: .v4_6),
      Constant("USBIF_PIPE_TYPE_SHIFT", 30, since: .v4_6),
      Constant("USBIF_PIPE_TYPE_ISOC", 0, since: .v4_6),
      Constant("USBIF_PIPE_TYPE_INT", 1, since: .v4_6),
      Constant("USBIF_PIPE_TYPE_CTRL", 2, since: .v4_6),
      Constant("USBIF_PIPE_TYPE_BULK", 3, since: .v4_6),
    ])

  /// Limits, speeds, versions and results of USB transfers.
  public static let usbValues = ConstantGroup(
    "limits, speeds, versions and results of USB transfers", "io/usbif.h",
    [
      Constant("USBIF_MAX_SEGMENTS_PER_REQUEST", 10, since: .v3_4, until: .v4_0),
      Constant("USBIF_MAX_SEGMENTS_PER_REQUEST", 16, since: .v4_0),
      Constant("USBIF_MAX_PORTNR", 31, since: .v4_6),
      Constant("USBIF_RING_SIZE", 4096, since: .v4_8),
      Constant("USBIF_SHORT_NOT_OK", hex: 0x1, since: .v4_7),
      Constant("USBIF_STATUS_OK", 0, since: .v4_16),
      Constant("USBIF_STATUS_NODEV", -19, since: .v4_16),
      Constant("USBIF_STATUS_INVAL", -22, since: .v4_16),
      Constant("USBIF_STATUS_STALL", -32, since: .v4_16),
      Constant("USBIF_STATUS_IOERROR", -71, since: .v4_16),
      Constant("USBIF_STATUS_BABBLE", -75, since: .v4_16),
      Constant("USBIF_STATUS_SHUTDOWN", -108, since: .v4_16),
      Constant("USBIF_SPEED_NONE", 0, since: .v4_6),
      Constant("USBIF_SPEED_LOW", 1, since: .v4_6),
      Constant("USBIF_SPEED_FULL", 2, since: .v4_6),
      Constant("USBIF_SPEED_HIGH", 3, since: .v4_6),
      Constant("USB_VER_UNKNOWN", 0, since: .v4_0),
      Constant("USB_VER_USB11", 1, since: .v4_0),
      Constant("USB_VER_USB20", 2, since: .v4_0),
      Constant("USB_VER_USB30", 3, since: .v4_0),
      Constant("USBIF_BACK_MAX_PENDING_REQS", 128, since: .v3_4, until: .v4_3),
      Constant("USB_URB_RING_SIZE", 16, since: .v4_8),
      Constant("USB_CONN_RING_SIZE", 512, since: .v4_8),
    ])
}

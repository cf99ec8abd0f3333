// SPDX-License-Identifier: Apache-2.0

/// Events and rings of the frame buffer. Source: public/io/fbif.h, 3.0.4 to 4.22.
extension ConstantGroup {
  /// Events, sizes and offsets of the frame buffer's rings.
  public static let framebuffer = ConstantGroup(
    "events, sizes and places of the frame buffer's rings", "io/fbif.h",
    [
      Constant("XENFB_TYPE_UPDATE", 2, since: .v3_0_4),
      Constant("XENFB_TYPE_RESIZE", 3, since: .v3_3),
      Constant("XENFB_OUT_EVENT_SIZE", 40, since: .v3_0_4),
      Constant("XENFB_TYPE_REFRESH_PERIOD", 1, since: .v3_3),
      Constant("XENFB_NO_REFRESH", 0, since: .v3_3),
      Constant("XENFB_IN_EVENT_SIZE", 40, since: .v3_0_4),
      Constant("XENFB_IN_RING_SIZE", 1024, since: .v3_0_4),
      Constant("XENFB_IN_RING_LEN", 25, since: .v3_0_4),
      Constant("XENFB_IN_RING_OFFS", 1024, since: .v3_0_4),
      Constant("XENFB_OUT_RING_SIZE", 2048, since: .v3_0_4),
      Constant("XENFB_OUT_RING_LEN", 51, since: .v3_0_4),
      Constant("XENFB_OUT_RING_OFFS", 2048, since: .v3_0_4),
    ])
}

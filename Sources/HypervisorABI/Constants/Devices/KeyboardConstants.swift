// SPDX-License-Identifier: Apache-2.0

/// Events and rings of the keyboard. Source: public/io/kbdif.h, 3.0.4 to 4.22.
extension ConstantGroup {
  /// Events, sizes and offsets of the keyboard's rings.
  public static let keyboard = ConstantGroup(
    "events, sizes and places of the keyboard's rings", "io/kbdif.h",
    [
      Constant("XENKBD_TYPE_MOTION", 1, since: .v3_0_4),
      Constant("XENKBD_TYPE_RESERVED", 2, since: .v4_9),
      Constant("XENKBD_TYPE_KEY", 3, since: .v3_0_4),
      Constant("XENKBD_TYPE_POS", 4, since: .v3_0_4),
      Constant("XENKBD_TYPE_MTOUCH", 5, since: .v4_9),
      Constant("XENKBD_MT_EV_DOWN", 0, since: .v4_9),
      Constant("XENKBD_MT_EV_UP", 1, since: .v4_9),
      Constant("XENKBD_MT_EV_MOTION", 2, since: .v4_9),
      Constant("XENKBD_MT_EV_SYN", 3, since: .v4_9),
      Constant("XENKBD_MT_EV_SHAPE", 4, since: .v4_9),
      Constant("XENKBD_MT_EV_ORIENT", 5, since: .v4_9),
      Constant("XENKBD_IN_EVENT_SIZE", 40, since: .v3_0_4),
      Constant("XENKBD_OUT_EVENT_SIZE", 40, since: .v3_0_4),
      Constant("XENKBD_IN_RING_SIZE", 2048, since: .v3_0_4),
      Constant("XENKBD_IN_RING_LEN", 51, since: .v3_0_4),
      Constant("XENKBD_IN_RING_OFFS", 1024, since: .v3_0_4),
      Constant("XENKBD_OUT_RING_SIZE", 1024, since: .v3_0_4),
      Constant("XENKBD_OUT_RING_LEN", 25, since: .v3_0_4),
      Constant("XENKBD_OUT_RING_OFFS", 3072, since: .v3_0_4),
    ])
}

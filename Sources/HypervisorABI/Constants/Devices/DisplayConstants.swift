// SPDX-License-Identifier: Apache-2.0

/// Operations of a virtual display. Source: public/io/displif.h, 4.9 to 4.22.
extension ConstantGroup {
  /// Operations, events and sizes of a virtual display.
  public static let display = ConstantGroup(
    "operations, events and sizes of a virtual display", "io/displif.h",
    [
      Constant("XENDISPL_PROTOCOL_VERSION_INT", 2, since: .v4_15),
      Constant("XENDISPL_OP_DBUF_CREATE", hex: 0x10, since: .v4_9),
      Constant("XENDISPL_OP_DBUF_DESTROY", hex: 0x11, since: .v4_9),
      Constant("XENDISPL_OP_FB_ATTACH", hex: 0x12, since: .v4_9),
      Constant("XENDISPL_OP_FB_DETACH", hex: 0x13, since: .v4_9),
      Constant("XENDISPL_OP_SET_CONFIG", hex: 0x14, since: .v4_9),
      Constant("XENDISPL_OP_PG_FLIP", hex: 0x15, since: .v4_9),
      Constant("XENDISPL_OP_GET_EDID", hex: 0x16, since: .v4_15),
      Constant("XENDISPL_EVT_PG_FLIP", hex: 0x0, since: .v4_9),
      Constant("XENDISPL_EDID_BLOCK_SIZE", 128, since: .v4_15),
      Constant("XENDISPL_EDID_BLOCK_COUNT", 256, since: .v4_15),
      Constant("XENDISPL_EDID_MAX_SIZE", 32768, since: .v4_15),
      Constant("XENDISPL_DBUF_FLG_REQ_ALLOC", hex: 0x1, since: .v4_9),
      Constant("XENDISPL_EVENT_PAGE_SIZE", 4096, since: .v4_9),
      Constant("XENDISPL_IN_RING_OFFS", 64, since: .v4_9),
      Constant("XENDISPL_IN_RING_SIZE", 4032, since: .v4_9),
      Constant("XENDISPL_IN_RING_LEN", 63, since: .v4_9),
    ])
}

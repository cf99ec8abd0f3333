// SPDX-License-Identifier: Apache-2.0

/// XenStore keys of the keyboard. Source: public/io/kbdif.h, 4.9 to 4.22.
extension ConstantGroup {
  /// XenStore keys of the keyboard.
  public static let keyboardTexts = ConstantGroup(
    "XenStore keys of the keyboard", "io/kbdif.h",
    [
      Constant("XENKBD_DRIVER_NAME", text: "vkbd", since: .v4_9),
      Constant("XENKBD_FIELD_FEAT_DSBL_KEYBRD", text: "feature-disable-keyboard", since: .v4_11),
      Constant("XENKBD_FIELD_FEAT_DSBL_POINTER", text: "feature-disable-pointer", since: .v4_11),
      Constant("XENKBD_FIELD_FEAT_ABS_POINTER", text: "feature-abs-pointer", since: .v4_9),
      Constant("XENKBD_FIELD_FEAT_RAW_POINTER", text: "feature-raw-pointer", since: .v4_11),
      Constant("XENKBD_FIELD_FEAT_MTOUCH", text: "feature-multi-touch", since: .v4_9),
      Constant("XENKBD_FIELD_REQ_ABS_POINTER", text: "request-abs-pointer", since: .v4_9),
      Constant("XENKBD_FIELD_REQ_RAW_POINTER", text: "request-raw-pointer", since: .v4_11),
      Constant("XENKBD_FIELD_REQ_MTOUCH", text: "request-multi-touch", since: .v4_9),
      Constant("XENKBD_FIELD_RING_GREF", text: "page-gref", since: .v4_9),
      Constant("XENKBD_FIELD_EVT_CHANNEL", text: "event-channel", since: .v4_9),
      Constant("XENKBD_FIELD_WIDTH", text: "width", since: .v4_9),
      Constant("XENKBD_FIELD_HEIGHT", text: "height", since: .v4_9),
      Constant("XENKBD_FIELD_MT_WIDTH", text: "multi-touch-width", since: .v4_9),
      Constant("XENKBD_FIELD_MT_HEIGHT", text: "multi-touch-height", since: .v4_9),
      Constant("XENKBD_FIELD_MT_NUM_CONTACTS", text: "multi-touch-num-contacts", since: .v4_9),
      Constant("XENKBD_FIELD_UNIQUE_ID", text: "unique-id", since: .v4_11),
      Constant("XENKBD_FIELD_RING_REF", text: "page-ref", since: .v4_9),
    ])
}

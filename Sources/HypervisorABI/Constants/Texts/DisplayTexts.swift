// SPDX-License-Identifier: Apache-2.0

/// XenStore keys of a virtual display. Source: public/io/displif.h, 4.9 to 4.22.
extension ConstantGroup {
  /// XenStore keys of a virtual display.
  public static let displayTexts = ConstantGroup(
    "XenStore keys of a virtual display", "io/displif.h",
    [
      Constant("XENDISPL_PROTOCOL_VERSION", text: "1", since: .v4_9, until: .v4_15),
      Constant("XENDISPL_PROTOCOL_VERSION", text: "2", since: .v4_15),
      Constant("XENDISPL_DRIVER_NAME", text: "vdispl", since: .v4_9),
      Constant("XENDISPL_LIST_SEPARATOR", text: ",", since: .v4_9),
      Constant("XENDISPL_RESOLUTION_SEPARATOR", text: "x", since: .v4_9),
      Constant("XENDISPL_FIELD_BE_VERSIONS", text: "versions", since: .v4_9),
      Constant("XENDISPL_FIELD_FE_VERSION", text: "version", since: .v4_9),
      Constant("XENDISPL_FIELD_REQ_RING_REF", text: "req-ring-ref", since: .v4_9),
      Constant("XENDISPL_FIELD_REQ_CHANNEL", text: "req-event-channel", since: .v4_9),
      Constant("XENDISPL_FIELD_EVT_RING_REF", text: "evt-ring-ref", since: .v4_9),
      Constant("XENDISPL_FIELD_EVT_CHANNEL", text: "evt-event-channel", since: .v4_9),
      Constant("XENDISPL_FIELD_RESOLUTION", text: "resolution", since: .v4_9),
      Constant("XENDISPL_FIELD_BE_ALLOC", text: "be-alloc", since: .v4_9),
      Constant("XENDISPL_FIELD_UNIQUE_ID", text: "unique-id", since: .v4_11),
    ])
}

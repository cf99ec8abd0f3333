// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// A virtual display: responses, events, ring. Source: public/io/displif.h, 4.9 to 4.22.
  static let displays: [Structure] =
    [
      Structure(
        "xendispl_get_edid_resp", "io/displif.h", summary: "How long the EDID is.", since: .v4_15,
        [
          Field(.u32, "edid_sz")
        ]),
      Structure(
        "xendispl_resp", "io/displif.h", summary: "A response, 64 bytes.", since: .v4_9,
        [
          Field(.u16, "id"),
          Field(.u8, "operation"),
          Field(.u8, "reserved"),
          Field(.s32, "status"),
          Field(.u8, "reserved1", count: 56, until: .v4_15),
          Field(
            .union([
              Field(.named("xendispl_get_edid_resp"), "get_edid"),
              Field(.u8, "reserved1", count: 56),
            ]), "op", since: .v4_15),
        ]),
      Structure(
        "xendispl_pg_flip_evt", "io/displif.h", summary: "Event: the flip has been done.",
        since: .v4_9,
        [
          Field(.u64, "fb_cookie")
        ]),
      Structure(
        "xendispl_evt", "io/displif.h", summary: "An event, 64 bytes.", since: .v4_9,
        [
          Field(.u16, "id"),
          Field(.u8, "type"),
          Field(.u8, "reserved", count: 5),
          Field(
            .union([
              Field(.named("xendispl_pg_flip_evt"), "pg_flip"),
              Field(.u8, "reserved", count: 56),
            ]), "op"),
        ]),
      Structure(
        "xendispl_event_page", "io/displif.h", summary: "The page of events.", since: .v4_9,
        [
          Field(.u32, "in_cons"),
          Field(.u32, "in_prod"),
          Field(.u8, "reserved", count: 56),
        ]),
    ]
    + ring(
      "xen_displif", "io/displif.h", request: "xendispl_req", response: "xendispl_resp",
      since: .v4_9)
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// A virtual display: requests. Source: public/io/displif.h, 4.9 to 4.22.
  static let displayRequests: [Structure] =
    [
      Structure(
        "xendispl_dbuf_create_req", "io/displif.h",
        summary: "XENDISPL_OP_DBUF_CREATE: a display buffer.", since: .v4_9,
        [
          Field(.u64, "dbuf_cookie"),
          Field(.u32, "width"),
          Field(.u32, "height"),
          Field(.u32, "bpp"),
          Field(.u32, "buffer_sz"),
          Field(.u32, "flags"),
          Field(.grantRef, "gref_directory"),
          Field(.u32, "data_ofs", since: .v4_15),
        ]),
      Structure(
        "xendispl_page_directory", "io/displif.h",
        summary: "A page of grant references, linked to the next.", since: .v4_9,
        [
          Field(.grantRef, "gref_dir_next_page"),
          Field(.grantRef, "gref", count: 1, until: .v4_19),
          Field(.grantRef, "gref", count: 0, since: .v4_19),
        ]),
      Structure(
        "xendispl_dbuf_destroy_req", "io/displif.h",
        summary: "XENDISPL_OP_DBUF_DESTROY: the buffer goes.", since: .v4_9,
        [
          Field(.u64, "dbuf_cookie")
        ]),
      Structure(
        "xendispl_fb_attach_req", "io/displif.h",
        summary: "XENDISPL_OP_FB_ATTACH: a frame buffer in a display buffer.", since: .v4_9,
        [
          Field(.u64, "dbuf_cookie"),
          Field(.u64, "fb_cookie"),
          Field(.u32, "width"),
          Field(.u32, "height"),
          Field(.u32, "pixel_format"),
        ]),
      Structure(
        "xendispl_fb_detach_req", "io/displif.h",
        summary: "XENDISPL_OP_FB_DETACH: the frame buffer goes.", since: .v4_9,
        [
          Field(.u64, "fb_cookie")
        ]),
      Structure(
        "xendispl_set_config_req", "io/displif.h",
        summary: "XENDISPL_OP_SET_CONFIG: the mode of a connector.", since: .v4_9,
        [
          Field(.u64, "fb_cookie"),
          Field(.u32, "x"),
          Field(.u32, "y"),
          Field(.u32, "width"),
          Field(.u32, "height"),
          Field(.u32, "bpp"),
        ]),
      Structure(
        "xendispl_page_flip_req", "io/displif.h",
        summary: "XENDISPL_OP_PG_FLIP: show another frame buffer.", since: .v4_9,
        [
          Field(.u64, "fb_cookie")
        ]),
      Structure(
        "xendispl_get_edid_req", "io/displif.h",
        summary: "XENDISPL_OP_GET_EDID: where the EDID is to go.", since: .v4_15,
        [
          Field(.u32, "buffer_sz"),
          Field(.grantRef, "gref_directory"),
        ]),
      Structure(
        "xendispl_req", "io/displif.h", summary: "A request, 64 bytes.", since: .v4_9,
        [
          Field(.u16, "id"),
          Field(.u8, "operation"),
          Field(.u8, "reserved", count: 5),
          Field(
            .union([
              Field(.named("xendispl_dbuf_create_req"), "dbuf_create"),
              Field(.named("xendispl_dbuf_destroy_req"), "dbuf_destroy"),
              Field(.named("xendispl_fb_attach_req"), "fb_attach"),
              Field(.named("xendispl_fb_detach_req"), "fb_detach"),
              Field(.named("xendispl_set_config_req"), "set_config"),
              Field(.named("xendispl_page_flip_req"), "pg_flip"),
              Field(.named("xendispl_get_edid_req"), "get_edid", since: .v4_15),
              Field(.u8, "reserved", count: 56),
            ]), "op"),
        ]),
    ]
}

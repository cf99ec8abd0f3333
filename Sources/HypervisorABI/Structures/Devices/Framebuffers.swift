// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The virtual frame buffer. Source: public/io/fbif.h, 3.0.4 to 4.22.
  static let framebuffers: [Structure] =
    [
      Structure(
        "xenfb_update", "io/fbif.h", summary: "Out: a rectangle has changed.", since: .v3_0_4,
        [
          Field(.u8, "type"),
          Field(.s32, "x"),
          Field(.s32, "y"),
          Field(.s32, "width"),
          Field(.s32, "height"),
        ]),
      Structure(
        "xenfb_resize", "io/fbif.h", summary: "Out: a new size, depth or offset.", since: .v3_3,
        [
          Field(.u8, "type"),
          Field(.s32, "width"),
          Field(.s32, "height"),
          Field(.s32, "stride"),
          Field(.s32, "depth"),
          Field(.s32, "offset"),
        ]),
      Structure(
        "xenfb_out_event", "io/fbif.h", summary: "An event to the backend, 40 bytes.", kind: .union,
        since: .v3_0_4,
        [
          Field(.u8, "type"),
          Field(.named("xenfb_update"), "update"),
          Field(.named("xenfb_resize"), "resize", since: .v3_3),
          Field(.char, "pad", count: 40),
        ]),
      Structure(
        "xenfb_refresh_period", "io/fbif.h", summary: "In: how often the backend looks.",
        since: .v3_3,
        [
          Field(.u8, "type"),
          Field(.u32, "period"),
        ]),
      Structure(
        "xenfb_in_event", "io/fbif.h", summary: "An event from the backend, 40 bytes.",
        kind: .union, since: .v3_0_4,
        [
          Field(.u8, "type"),
          Field(.named("xenfb_refresh_period"), "refresh_period", since: .v3_3),
          Field(.char, "pad", count: 40),
        ]),
      Structure(
        "xenfb_page", "io/fbif.h",
        summary: "The shared page: both rings' indices, and the pages of the buffer.",
        since: .v3_0_4,
        [
          Field(.u32, "in_cons"),
          Field(.u32, "in_prod"),
          Field(.u32, "out_cons"),
          Field(.u32, "out_prod"),
          Field(.s32, "width"),
          Field(.s32, "height"),
          Field(.u32, "line_length"),
          Field(.u32, "mem_length"),
          Field(.u8, "depth"),
          Field(.ulong, "pd", count: 2, until: .v3_3),
          Field(.ulong, "pd", count: 256, since: .v3_3),
        ]),
    ]
}

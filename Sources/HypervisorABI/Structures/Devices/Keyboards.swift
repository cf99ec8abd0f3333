// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The virtual keyboard, mouse and touch screen. Source: public/io/kbdif.h, 3.0.4 to 4.22.
  static let keyboards: [Structure] =
    [
      Structure(
        "xenkbd_motion", "io/kbdif.h", summary: "In: the pointer has moved by so much.",
        since: .v3_0_4,
        [
          Field(.u8, "type"),
          Field(.s32, "rel_x"),
          Field(.s32, "rel_y"),
          Field(.s32, "rel_z", since: .v3_2),
        ]),
      Structure(
        "xenkbd_key", "io/kbdif.h", summary: "In: a key or a button.", since: .v3_0_4,
        [
          Field(.u8, "type"),
          Field(.u8, "pressed"),
          Field(.u32, "keycode"),
        ]),
      Structure(
        "xenkbd_position", "io/kbdif.h", summary: "In: the pointer is there.", since: .v3_0_4,
        [
          Field(.u8, "type"),
          Field(.s32, "abs_x"),
          Field(.s32, "abs_y"),
          Field(.s32, "abs_z", since: .v3_2, until: .v3_3),
          Field(.s32, "rel_z", since: .v3_3),
        ]),
      Structure(
        "xenkbd_mtouch", "io/kbdif.h", summary: "In: a finger has come, moved or gone.",
        since: .v4_9,
        [
          Field(.u8, "type"),
          Field(.u8, "event_type"),
          Field(.u8, "contact_id"),
          Field(.u8, "reserved", count: 5),
          Field(
            .union([
              Field(
                .struct([
                  Field(.s32, "abs_x"),
                  Field(.s32, "abs_y"),
                ]), "pos"),
              Field(
                .struct([
                  Field(.u32, "major"),
                  Field(.u32, "minor"),
                ]), "shape"),
              Field(.s16, "orientation"),
            ]), "u"),
        ]),
      Structure(
        "xenkbd_in_event", "io/kbdif.h", summary: "An event from the backend, 40 bytes.",
        kind: .union, since: .v3_0_4,
        [
          Field(.u8, "type"),
          Field(.named("xenkbd_motion"), "motion"),
          Field(.named("xenkbd_key"), "key"),
          Field(.named("xenkbd_position"), "pos"),
          Field(.named("xenkbd_mtouch"), "mtouch", since: .v4_9),
          Field(.char, "pad", count: 40),
        ]),
      Structure(
        "xenkbd_out_event", "io/kbdif.h",
        summary: "An event to the backend, 40 bytes; none is defined.", kind: .union,
        since: .v3_0_4,
        [
          Field(.u8, "type"),
          Field(.char, "pad", count: 40),
        ]),
      Structure(
        "xenkbd_page", "io/kbdif.h", summary: "The shared page: both rings' indices.",
        since: .v3_0_4,
        [
          Field(.u32, "in_cons"),
          Field(.u32, "in_prod"),
          Field(.u32, "out_cons"),
          Field(.u32, "out_prod"),
        ]),
    ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// A virtual sound card. Source: public/io/sndif.h, 4.9 to 4.22.
  static let sounds: [Structure] =
    [
      Structure(
        "xensnd_open_req", "io/sndif.h",
        summary: "XENSND_OP_OPEN: a stream's rate, format and buffer.", since: .v4_9,
        [
          Field(.u32, "pcm_rate"),
          Field(.u8, "pcm_format"),
          Field(.u8, "pcm_channels"),
          Field(.u16, "reserved"),
          Field(.u32, "buffer_sz"),
          Field(.grantRef, "gref_directory"),
          Field(.u32, "period_sz", since: .v4_11),
        ]),
      Structure(
        "xensnd_page_directory", "io/sndif.h",
        summary: "A page of grant references, linked to the next.", since: .v4_9,
        [
          Field(.grantRef, "gref_dir_next_page"),
          Field(.grantRef, "gref", count: 1, until: .v4_19),
          Field(.grantRef, "gref", count: 0, since: .v4_19),
        ]),
      Structure(
        "xensnd_rw_req", "io/sndif.h", summary: "XENSND_OP_READ, WRITE: a part of the buffer.",
        since: .v4_9,
        [
          Field(.u32, "offset"),
          Field(.u32, "length"),
        ]),
      Structure(
        "xensnd_trigger_req", "io/sndif.h",
        summary: "XENSND_OP_TRIGGER: start, pause, stop, resume.", since: .v4_11,
        [
          Field(.u8, "type")
        ]),
      Structure(
        "xensnd_query_hw_param", "io/sndif.h",
        summary: "XENSND_OP_HW_PARAM_QUERY: what the card can do.", since: .v4_11,
        [
          Field(.u64, "formats"),
          Field(
            .struct([
              Field(.u32, "min"),
              Field(.u32, "max"),
            ]), "rates"),
          Field(
            .struct([
              Field(.u32, "min"),
              Field(.u32, "max"),
            ]), "channels"),
          Field(
            .struct([
              Field(.u32, "min"),
              Field(.u32, "max"),
            ]), "buffer"),
          Field(
            .struct([
              Field(.u32, "min"),
              Field(.u32, "max"),
            ]), "period"),
        ]),
      Structure(
        "xensnd_req", "io/sndif.h", summary: "A request, 64 bytes.", since: .v4_9,
        [
          Field(.u16, "id"),
          Field(.u8, "operation"),
          Field(.u8, "reserved", count: 5),
          Field(
            .union([
              Field(.named("xensnd_open_req"), "open"),
              Field(.named("xensnd_rw_req"), "rw"),
              Field(.u8, "reserved", count: 24, until: .v4_11),
              Field(.named("xensnd_trigger_req"), "trigger", since: .v4_11),
              Field(.named("xensnd_query_hw_param"), "hw_param", since: .v4_11),
              Field(.u8, "reserved", count: 56, since: .v4_11),
            ]), "op"),
        ]),
      Structure(
        "xensnd_resp", "io/sndif.h", summary: "A response, 64 bytes.", since: .v4_9,
        [
          Field(.u16, "id"),
          Field(.u8, "operation"),
          Field(.u8, "reserved"),
          Field(.s32, "status"),
          Field(.u8, "reserved1", count: 24, until: .v4_11),
          Field(
            .union([
              Field(.named("xensnd_query_hw_param"), "hw_param"),
              Field(.u8, "reserved1", count: 56),
            ]), "resp", since: .v4_11),
        ]),
      Structure(
        "xensnd_cur_pos_evt", "io/sndif.h", summary: "Event: how far the stream is.", since: .v4_11,
        [
          Field(.u64, "position")
        ]),
      Structure(
        "xensnd_evt", "io/sndif.h", summary: "An event, 64 bytes.", since: .v4_11,
        [
          Field(.u16, "id"),
          Field(.u8, "type"),
          Field(.u8, "reserved", count: 5),
          Field(
            .union([
              Field(.named("xensnd_cur_pos_evt"), "cur_pos"),
              Field(.u8, "reserved", count: 56),
            ]), "op"),
        ]),
      Structure(
        "xensnd_event_page", "io/sndif.h", summary: "The page of events.", since: .v4_11,
        [
          Field(.u32, "in_cons"),
          Field(.u32, "in_prod"),
          Field(.u8, "reserved", count: 56),
        ]),
    ]
    + ring("xen_sndif", "io/sndif.h", request: "xensnd_req", response: "xensnd_resp", since: .v4_9)
}

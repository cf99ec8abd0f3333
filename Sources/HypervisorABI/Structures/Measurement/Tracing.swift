// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The trace buffers that dom0 maps. Source: public/trace.h, 3.0.0 to 4.22.
  static let tracing: [Structure] =
    [
      Structure(
        "t_rec", "trace.h", summary: "A record: an event and its data.",
        [
          Field(.u64, "cycles", until: .v3_2),
          Field(.u32, "event", until: .v3_2),
          Field(.ulong, "data", count: 5, until: .v3_2),
          Field(.u32, "event", bits: 28, since: .v3_2),
          Field(.u32, "extra_u32", bits: 3, since: .v3_2),
          Field(.u32, "cycles_included", bits: 1, since: .v3_2),
          Field(
            .union([
              Field(
                .struct([
                  Field(.u32, "cycles_lo"),
                  Field(.u32, "cycles_hi"),
                  Field(.u32, "extra_u32", count: 7),
                ]), "cycles"),
              Field(
                .struct([
                  Field(.u32, "extra_u32", count: 7)
                ]), "nocycles"),
            ]), "u", since: .v3_2),
        ]),
      Structure(
        "t_buf", "trace.h",
        summary: "The head of a processor's buffer: where it is read and written.",
        [
          Field(.u32, "cons"),
          Field(.u32, "prod"),
        ]),
      Structure(
        "t_info", "trace.h", summary: "The page that says where the buffers' pages are.",
        since: .v4_0,
        [
          Field(.u16, "tbuf_size"),
          Field(.u16, "mfn_offset", count: .unbounded),
        ]),
    ]
}

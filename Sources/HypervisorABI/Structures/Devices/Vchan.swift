// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// A byte stream between two domains. Source: public/io/libxenvchan.h, 4.2 to 4.22.
  static let vchan: [Structure] =
    [
      Structure(
        "ring_shared", "io/libxenvchan.h", summary: "Indices of one direction.", since: .v4_2,
        [
          Field(.u32, "cons"),
          Field(.u32, "prod"),
        ]),
      Structure(
        "vchan_interface", "io/libxenvchan.h",
        summary: "The shared page: both rings, and where their pages are.", since: .v4_2,
        [
          Field(.named("ring_shared"), "left"),
          Field(.named("ring_shared"), "right"),
          Field(.u16, "left_order"),
          Field(.u16, "right_order"),
          Field(.u8, "cli_live"),
          Field(.u8, "srv_live"),
          Field(.u8, "cli_notify"),
          Field(.u8, "srv_notify"),
          Field(.u32, "grants", count: 0),
        ]),
    ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// A virtual TPM. Source: public/io/tpmif.h, 3.0.0 to 4.22.
  static let tpm: [Structure] =
    [
      Structure(
        "tpmif_tx_request", "io/tpmif.h", summary: "A packet in a granted frame (version 1).",
        [
          Field(.ulong, "addr"),
          Field(.grantRef, "ref"),
          Field(.u16, "id", until: .v3_0_2),
          Field(.u16, "unused", since: .v3_0_2),
          Field(.u16, "size"),
        ]),
      Structure(
        "tpmif_ring", "io/tpmif.h", summary: "The requests of tpmif_tx_interface.",
        [
          Field(.named("tpmif_tx_request"), "req")
        ]),
      Structure(
        "tpmif_tx_interface", "io/tpmif.h", summary: "The shared page of version 1.",
        [
          Field(.named("tpmif_ring"), "ring", count: 10, until: .v3_1),
          Field(.named("tpmif_ring"), "ring", count: 1, since: .v3_1),
        ]),
      Structure(
        "tpmif_shared_page", "io/tpmif.h",
        summary: "The shared page of version 2: state, length, locality.", since: .v4_3,
        [
          Field(.u32, "length"),
          Field(.u8, "state"),
          Field(.u8, "locality"),
          Field(.u8, "pad"),
          Field(.u8, "nr_extra_pages"),
          Field(.u32, "extra_pages", count: 0),
        ]),
    ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Packets to and from a network back end. Source: public/io/netif.h, 3.0.0 to 4.22.
  static let networkDevices: [Structure] =
    [
      Structure(
        "netif_tx_request", "io/netif.h", summary: "A piece of a packet to send.",
        [
          Field(.grantRef, "gref"),
          Field(.u16, "offset"),
          Field(.u16, "flags"),
          Field(.u16, "id"),
          Field(.u16, "size"),
        ]),
      Structure(
        "netif_tx_response", "io/netif.h", summary: "Whether it was sent.",
        [
          Field(.u16, "id"),
          Field(.s16, "status"),
        ]),
      Structure(
        "netif_rx_request", "io/netif.h", summary: "A frame for a packet to be received.",
        [
          Field(.u16, "id"),
          Field(.u16, "pad", since: .v4_6),
          Field(.grantRef, "gref"),
        ]),
      Structure(
        "netif_rx_response", "io/netif.h", summary: "A piece of a received packet.",
        [
          Field(.u16, "id"),
          Field(.u16, "offset"),
          Field(.u16, "flags"),
          Field(.s16, "status"),
        ]),
      Structure(
        "netif_extra_info", "io/netif.h",
        summary: "What does not fit a request: segmentation, multicast, a hash.", since: .v3_0_3,
        [
          Field(.u8, "type"),
          Field(.u8, "flags"),
          Field(
            .union([
              Field(
                .struct([
                  Field(.u16, "size"),
                  Field(.u8, "type"),
                  Field(.u8, "pad"),
                  Field(.u16, "features"),
                ]), "gso"),
              Field(
                .struct([
                  Field(.u8, "addr", count: 6)
                ]), "mcast", since: .v3_2),
              Field(
                .struct([
                  Field(.u8, "type"),
                  Field(.u8, "algorithm"),
                  Field(.u8, "value", count: 4),
                ]), "hash", since: .v4_7),
              Field(.u16, "pad", count: 3),
            ]), "u"),
        ]),
    ] + ring("netif_tx", "io/netif.h", request: "netif_tx_request", response: "netif_tx_response")
    + ring("netif_rx", "io/netif.h", request: "netif_rx_request", response: "netif_rx_response")
}

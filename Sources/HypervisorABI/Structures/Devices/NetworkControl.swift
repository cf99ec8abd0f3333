// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The control ring of a network back end. Source: public/io/netif.h, 4.7 to 4.22.
  static let networkControl: [Structure] =
    [
      Structure(
        "xen_netif_ctrl_request", "io/netif.h",
        summary: "A command: hashing, its key and mapping, grant references.", since: .v4_7,
        [
          Field(.u16, "id"),
          Field(.u16, "type"),
          Field(.u32, "data", count: 3),
        ]),
      Structure(
        "xen_netif_ctrl_response", "io/netif.h", summary: "Its status and data.", since: .v4_7,
        [
          Field(.u16, "id"),
          Field(.u16, "type"),
          Field(.u32, "status"),
          Field(.u32, "data"),
        ]),
      Structure(
        "xen_netif_gref", "io/netif.h", summary: "A grant that the backend keeps mapped.",
        since: .v4_10,
        [
          Field(.grantRef, "ref"),
          Field(.u16, "flags"),
          Field(.u16, "status"),
        ]),
    ]
    + ring(
      "xen_netif_ctrl", "io/netif.h", request: "xen_netif_ctrl_request",
      response: "xen_netif_ctrl_response", since: .v4_7)
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The pages shared with the daemons of the console and of XenStore. Source: public/io/console.h,
  /// io/xs_wire.h, 3.0.0 to 4.22.
  static let consoleAndStore: [Structure] =
    [
      Structure(
        "xencons_interface", "io/console.h", summary: "The console's page: a ring each way.",
        [
          Field(.char, "in", count: 1024),
          Field(.char, "out", count: 2048),
          Field(.consoleIndex, "in_cons"),
          Field(.consoleIndex, "in_prod"),
          Field(.consoleIndex, "out_cons"),
          Field(.consoleIndex, "out_prod"),
          Field(.u8, "connection", since: .v4_21),
        ]),
      Structure(
        "xenstore_domain_interface", "io/xs_wire.h",
        summary: "XenStore's page: requests, responses, and what the server can do.",
        [
          Field(.char, "req", count: 1024),
          Field(.char, "rsp", count: 1024),
          Field(.storeIndex, "req_cons"),
          Field(.storeIndex, "req_prod"),
          Field(.storeIndex, "rsp_cons"),
          Field(.storeIndex, "rsp_prod"),
          Field(.u32, "server_features", since: .v4_5),
          Field(.u32, "connection", since: .v4_5),
          Field(.u32, "error", since: .v4_17),
          Field(.u32, "evtchn_port", since: .v4_21),
        ]),
      Structure(
        "xsd_sockmsg", "io/xs_wire.h", summary: "The header of a message to or from XenStore.",
        [
          Field(.u32, "type"),
          Field(.u32, "req_id"),
          Field(.u32, "tx_id"),
          Field(.u32, "len"),
        ]),
      Structure(
        "xsd_errors", "io/xs_wire.h", summary: "An error number and its name on the wire.",
        [
          Field(.int, "errnum"),
          Field(.pointer("const char"), "errstring"),
        ]),
    ]
}

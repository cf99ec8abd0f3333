// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Sockets that a back end opens for the guest. Source: public/io/pvcalls.h, 4.9 to 4.22.
  static let sockets: [Structure] =
    [
      Structure(
        "pvcalls_data_intf", "io/pvcalls.h",
        summary: "Indices of a socket's data ring, and the grants of its pages.", since: .v4_9,
        [
          Field(.ringIndex, "in_cons"),
          Field(.ringIndex, "in_prod"),
          Field(.ringIndex, "in_error"),
          Field(.u8, "pad1", count: 52),
          Field(.ringIndex, "out_cons"),
          Field(.ringIndex, "out_prod"),
          Field(.ringIndex, "out_error"),
          Field(.u8, "pad2", count: 52),
          Field(.ringIndex, "ring_order"),
          Field(.grantRef, "ref", count: .unbounded, until: .v4_19),
          Field(.grantRef, "ref", count: 0, since: .v4_19),
        ]),
      Structure(
        "pvcalls_data", "io/pvcalls.h", summary: "A socket's data, both ways.", since: .v4_9,
        [
          Field(.pointer("unsigned char"), "in"),
          Field(.pointer("unsigned char"), "out"),
        ]),
      Structure(
        "xen_pvcalls_request", "io/pvcalls.h",
        summary: "A request: the command and its arguments in one.", since: .v4_9,
        [
          Field(.u32, "req_id"),
          Field(.u32, "cmd"),
          Field(
            .union([
              Field(.named("xen_pvcalls_socket"), "socket"),
              Field(.named("xen_pvcalls_connect"), "connect"),
              Field(.named("xen_pvcalls_release"), "release"),
              Field(.named("xen_pvcalls_bind"), "bind"),
              Field(.named("xen_pvcalls_listen"), "listen"),
              Field(.named("xen_pvcalls_accept"), "accept"),
              Field(.named("xen_pvcalls_poll"), "poll"),
              Field(.named("xen_pvcalls_dummy"), "dummy"),
            ]), "u"),
        ]),
      Structure(
        "xen_pvcalls_response", "io/pvcalls.h",
        summary: "A response: the command and its results in one.", since: .v4_9,
        [
          Field(.u32, "req_id"),
          Field(.u32, "cmd"),
          Field(.s32, "ret"),
          Field(.u32, "pad"),
          Field(
            .union([
              Field(.named("_xen_pvcalls_socket"), "socket"),
              Field(.named("_xen_pvcalls_connect"), "connect"),
              Field(.named("_xen_pvcalls_release"), "release"),
              Field(.named("_xen_pvcalls_bind"), "bind"),
              Field(.named("_xen_pvcalls_listen"), "listen"),
              Field(.named("_xen_pvcalls_accept"), "accept"),
              Field(.named("_xen_pvcalls_poll"), "poll"),
              Field(.named("_xen_pvcalls_dummy"), "dummy"),
            ]), "u"),
        ]),
    ]
    + ring(
      "xen_pvcalls", "io/pvcalls.h", request: "xen_pvcalls_request",
      response: "xen_pvcalls_response", since: .v4_9)
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The arguments and results of the commands of pvcalls. Source: public/io/pvcalls.h, 4.9 to
  /// 4.22.
  static let socketCommands: [Structure] =
    [
      Structure(
        "xen_pvcalls_socket", "io/pvcalls.h", summary: "PVCALLS_SOCKET: domain, type, protocol.",
        since: .v4_9,
        [
          Field(.u64, "id"),
          Field(.u32, "domain"),
          Field(.u32, "type"),
          Field(.u32, "protocol"),
          Field(.u8, "pad", count: 4, since: .v4_14),
        ]),
      Structure(
        "xen_pvcalls_connect", "io/pvcalls.h",
        summary: "PVCALLS_CONNECT: the address, and the data ring to use.", since: .v4_9,
        [
          Field(.u64, "id"),
          Field(.u8, "addr", count: 28),
          Field(.u32, "len"),
          Field(.u32, "flags"),
          Field(.grantRef, "ref"),
          Field(.u32, "evtchn"),
          Field(.u8, "pad", count: 4, since: .v4_14),
        ]),
      Structure(
        "xen_pvcalls_release", "io/pvcalls.h", summary: "PVCALLS_RELEASE: the socket goes.",
        since: .v4_9,
        [
          Field(.u64, "id"),
          Field(.u8, "reuse"),
          Field(.u8, "pad", count: 7, since: .v4_14),
        ]),
      Structure(
        "xen_pvcalls_bind", "io/pvcalls.h", summary: "PVCALLS_BIND: the address.", since: .v4_9,
        [
          Field(.u64, "id"),
          Field(.u8, "addr", count: 28),
          Field(.u32, "len"),
        ]),
      Structure(
        "xen_pvcalls_listen", "io/pvcalls.h", summary: "PVCALLS_LISTEN: how many may wait.",
        since: .v4_9,
        [
          Field(.u64, "id"),
          Field(.u32, "backlog"),
          Field(.u8, "pad", count: 4, since: .v4_14),
        ]),
      Structure(
        "xen_pvcalls_accept", "io/pvcalls.h",
        summary: "PVCALLS_ACCEPT: the new socket and its data ring.", since: .v4_9,
        [
          Field(.u64, "id"),
          Field(.u64, "id_new"),
          Field(.grantRef, "ref"),
          Field(.u32, "evtchn"),
        ]),
      Structure(
        "xen_pvcalls_poll", "io/pvcalls.h", summary: "PVCALLS_POLL: tell when somebody waits.",
        since: .v4_9,
        [
          Field(.u64, "id")
        ]),
      Structure(
        "xen_pvcalls_dummy", "io/pvcalls.h", summary: "What gives every request its size.",
        since: .v4_9,
        [
          Field(.u8, "dummy", count: 56)
        ]),
      Structure(
        "_xen_pvcalls_socket", "io/pvcalls.h", summary: "Response of PVCALLS_SOCKET.", since: .v4_9,
        [
          Field(.u64, "id")
        ]),
      Structure(
        "_xen_pvcalls_connect", "io/pvcalls.h", summary: "Response of PVCALLS_CONNECT.",
        since: .v4_9,
        [
          Field(.u64, "id")
        ]),
      Structure(
        "_xen_pvcalls_release", "io/pvcalls.h", summary: "Response of PVCALLS_RELEASE.",
        since: .v4_9,
        [
          Field(.u64, "id")
        ]),
      Structure(
        "_xen_pvcalls_bind", "io/pvcalls.h", summary: "Response of PVCALLS_BIND.", since: .v4_9,
        [
          Field(.u64, "id")
        ]),
      Structure(
        "_xen_pvcalls_listen", "io/pvcalls.h", summary: "Response of PVCALLS_LISTEN.", since: .v4_9,
        [
          Field(.u64, "id")
        ]),
      Structure(
        "_xen_pvcalls_accept", "io/pvcalls.h", summary: "Response of PVCALLS_ACCEPT.", since: .v4_9,
        [
          Field(.u64, "id")
        ]),
      Structure(
        "_xen_pvcalls_poll", "io/pvcalls.h", summary: "Response of PVCALLS_POLL.", since: .v4_9,
        [
          Field(.u64, "id")
        ]),
      Structure(
        "_xen_pvcalls_dummy", "io/pvcalls.h", summary: "What gives every response its size.",
        since: .v4_9,
        [
          Field(.u8, "dummy", count: 8)
        ]),
    ]
}

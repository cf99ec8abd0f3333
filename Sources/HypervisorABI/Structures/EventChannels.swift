// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `EVTCHNOP_*`. Source: public/event_channel.h, 3.0.2 to 4.22.
  static let eventChannels: [Structure] = [
    evtchn("alloc_unbound", [Field(.domid, "dom"), Field(.domid, "remote_dom"), port("port")]),
    evtchn(
      "bind_interdomain", [Field(.domid, "remote_dom"), port("remote_port"), port("local_port")]),
    evtchn("bind_virq", [Field(.u32, "virq"), Field(.u32, "vcpu"), port("port")]),
    evtchn("bind_pirq", [Field(.u32, "pirq"), Field(.u32, "flags"), port("port")]),
    evtchn("bind_ipi", [Field(.u32, "vcpu"), port("port")]),
    evtchn("close", [port("port")]),
    evtchn("send", [port("port")]),
    evtchn(
      "status",
      [
        Field(.domid, "dom"),
        port("port"),
        Field(.u32, "status"),
        Field(.u32, "vcpu"),
        Field(
          .union([
            Field(.struct([Field(.domid, "dom")]), "unbound"),
            Field(.struct([Field(.domid, "dom"), port("port")]), "interdomain"),
            Field(.u32, "pirq"),
            Field(.u32, "virq"),
          ]), "u"),
      ]),
    evtchn("bind_vcpu", [port("port"), Field(.u32, "vcpu")]),
    evtchn("unmask", [port("port")]),
    evtchn("reset", since: .v3_1, [Field(.domid, "dom")]),
    evtchn(
      "init_control", since: .v4_4,
      [
        Field(.u64, "control_gfn"),
        Field(.u32, "offset"),
        Field(.u32, "vcpu"),
        Field(.u8, "link_bits"),
        Field(.u8, "_pad", count: 7),
      ]),
    evtchn("expand_array", since: .v4_4, [Field(.u64, "array_gfn")]),
    evtchn("set_priority", since: .v4_4, [port("port"), Field(.u32, "priority")]),
    evtchn(
      "fifo_control_block", since: .v4_4,
      [Field(.u32, "ready"), Field(.u32, "_rsvd"), Field(.u32, "head", count: 16)]),
    evtchn(
      "op",
      [
        Field(.u32, "cmd"),
        Field(
          .union(
            [
              "alloc_unbound", "bind_interdomain", "bind_virq", "bind_pirq", "bind_ipi", "close",
              "send", "status", "bind_vcpu", "unmask",
            ].map { Field(.named("evtchn_" + $0), $0) }), "u"),
      ]),
  ]

  private static func evtchn(
    _ name: String, since: XenRelease = .v3_0_2, _ fields: [Field]
  ) -> Structure {
    Structure("evtchn_" + name, "event_channel.h", since: since, fields)
  }

  private static func port(_ name: String) -> Field { Field(.port, name) }
}

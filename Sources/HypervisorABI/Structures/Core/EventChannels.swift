// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `EVTCHNOP_*`. Source: public/event_channel.h, 3.0.0 to 4.22.
  static let eventChannels: [Structure] =
    [
      Structure(
        "evtchn_alloc_unbound", "event_channel.h",
        summary: "EVTCHNOP_alloc_unbound: a port that another domain may bind to.",
        [
          Field(.domid, "dom"),
          Field(.domid, "remote_dom"),
          Field(.port, "port"),
        ]),
      Structure(
        "evtchn_bind_interdomain", "event_channel.h",
        summary: "EVTCHNOP_bind_interdomain: join a port that another domain offers.",
        [
          Field(.domid, "remote_dom"),
          Field(.port, "remote_port"),
          Field(.port, "local_port"),
        ]),
      Structure(
        "evtchn_bind_virq", "event_channel.h",
        summary: "EVTCHNOP_bind_virq: take a virtual interrupt on a port.",
        [
          Field(.u32, "virq"),
          Field(.u32, "vcpu"),
          Field(.port, "port"),
        ]),
      Structure(
        "evtchn_bind_pirq", "event_channel.h",
        summary: "EVTCHNOP_bind_pirq: take a physical interrupt on a port.",
        [
          Field(.u32, "pirq"),
          Field(.u32, "flags"),
          Field(.port, "port"),
        ]),
      Structure(
        "evtchn_bind_ipi", "event_channel.h",
        summary: "EVTCHNOP_bind_ipi: a port for interrupts between vCPUs.",
        [
          Field(.u32, "vcpu"),
          Field(.port, "port"),
        ]),
      Structure(
        "evtchn_close", "event_channel.h", summary: "EVTCHNOP_close: give a port back.",
        [
          Field(.port, "port")
        ]),
      Structure(
        "evtchn_send", "event_channel.h",
        summary: "EVTCHNOP_send: raise an event at the other end.",
        [
          Field(.port, "port")
        ]),
      Structure(
        "evtchn_status", "event_channel.h", summary: "EVTCHNOP_status: what a port is bound to.",
        [
          Field(.domid, "dom"),
          Field(.port, "port"),
          Field(.u32, "status"),
          Field(.u32, "vcpu"),
          Field(
            .union([
              Field(
                .struct([
                  Field(.domid, "dom")
                ]), "unbound"),
              Field(
                .struct([
                  Field(.domid, "dom"),
                  Field(.port, "port"),
                ]), "interdomain"),
              Field(.u32, "pirq"),
              Field(.u32, "virq"),
            ]), "u"),
        ]),
      Structure(
        "evtchn_bind_vcpu", "event_channel.h",
        summary: "EVTCHNOP_bind_vcpu: which vCPU a port notifies.",
        [
          Field(.port, "port"),
          Field(.u32, "vcpu"),
        ]),
      Structure(
        "evtchn_unmask", "event_channel.h",
        summary: "EVTCHNOP_unmask: unmask a port, delivering what is pending.", since: .v3_0_2,
        [
          Field(.port, "port")
        ]),
      Structure(
        "evtchn_reset", "event_channel.h", summary: "EVTCHNOP_reset: close all ports of a domain.",
        since: .v3_1,
        [
          Field(.domid, "dom")
        ]),
      Structure(
        "evtchn_op", "event_channel.h",
        summary: "Argument of event_channel_op_compat: the command and its structure in one.",
        [
          Field(.u32, "cmd"),
          Field(
            .union([
              Field(.named("evtchn_alloc_unbound"), "alloc_unbound"),
              Field(.named("evtchn_bind_interdomain"), "bind_interdomain"),
              Field(.named("evtchn_bind_virq"), "bind_virq"),
              Field(.named("evtchn_bind_pirq"), "bind_pirq"),
              Field(.named("evtchn_bind_ipi"), "bind_ipi"),
              Field(.named("evtchn_close"), "close"),
              Field(.named("evtchn_send"), "send"),
              Field(.named("evtchn_status"), "status"),
              Field(.named("evtchn_bind_vcpu"), "bind_vcpu"),
              Field(.named("evtchn_unmask"), "unmask", since: .v3_0_2),
            ]), "u"),
        ]),
      Structure(
        "evtchn_init_control", "event_channel.h",
        summary: "EVTCHNOP_init_control: switch a vCPU to FIFO events.", since: .v4_4,
        [
          Field(.u64, "control_gfn"),
          Field(.u32, "offset"),
          Field(.u32, "vcpu"),
          Field(.u8, "link_bits"),
          Field(.u8, "_pad", count: 7),
        ]),
      Structure(
        "evtchn_expand_array", "event_channel.h",
        summary: "EVTCHNOP_expand_array: add a page of FIFO event words.", since: .v4_4,
        [
          Field(.u64, "array_gfn")
        ]),
      Structure(
        "evtchn_set_priority", "event_channel.h",
        summary: "EVTCHNOP_set_priority: the FIFO queue that a port goes to.", since: .v4_4,
        [
          Field(.u32, "port", until: .v4_14),
          Field(.port, "port", since: .v4_14),
          Field(.u32, "priority"),
        ]),
      Structure(
        "evtchn_fifo_control_block", "event_channel.h",
        summary: "The heads of a vCPU's FIFO queues, shared with Xen.", since: .v4_4,
        [
          Field(.u32, "ready"),
          Field(.u32, "_rsvd"),
          Field(.u32, "head", count: 16),
        ]),
    ]
}

// SPDX-License-Identifier: Apache-2.0

/// Constants of public/event_channel.h and the VIRQs of public/xen.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Commands of event_channel_op.
  public static let eventChannelOp = ConstantGroup(
    "commands of event_channel_op", "event_channel.h",
    [
      Constant("EVTCHNOP_bind_interdomain", 0, takes: "evtchn_bind_interdomain"),
      Constant("EVTCHNOP_bind_virq", 1, takes: "evtchn_bind_virq"),
      Constant("EVTCHNOP_bind_pirq", 2, takes: "evtchn_bind_pirq"),
      Constant("EVTCHNOP_close", 3, takes: "evtchn_close"),
      Constant("EVTCHNOP_send", 4, takes: "evtchn_send"),
      Constant("EVTCHNOP_status", 5, takes: "evtchn_status"),
      Constant("EVTCHNOP_alloc_unbound", 6, takes: "evtchn_alloc_unbound"),
      Constant("EVTCHNOP_bind_ipi", 7, takes: "evtchn_bind_ipi"),
      Constant("EVTCHNOP_bind_vcpu", 8, takes: "evtchn_bind_vcpu"),
      Constant("EVTCHNOP_unmask", 9, since: .v3_0_2, takes: "evtchn_unmask"),
      Constant("EVTCHNOP_reset", 10, since: .v3_1, takes: "evtchn_reset"),
      Constant("EVTCHNOP_init_control", 11, since: .v4_4, takes: "evtchn_init_control"),
      Constant("EVTCHNOP_expand_array", 12, since: .v4_4, takes: "evtchn_expand_array"),
      Constant("EVTCHNOP_set_priority", 13, since: .v4_4, takes: "evtchn_set_priority"),
    ])

  /// States of an event channel.
  public static let eventChannelStatus = ConstantGroup(
    "states of an event channel", "event_channel.h",
    [
      Constant("EVTCHNSTAT_closed", 0),
      Constant("EVTCHNSTAT_unbound", 1),
      Constant("EVTCHNSTAT_interdomain", 2),
      Constant("EVTCHNSTAT_pirq", 3),
      Constant("EVTCHNSTAT_virq", 4),
      Constant("EVTCHNSTAT_ipi", 5),
    ])

  /// Flags of bind_pirq.
  public static let bindPirq = ConstantGroup(
    "flags of bind_pirq", "event_channel.h",
    [
      Constant("BIND_PIRQ__WILL_SHARE", 1)
    ])

  /// FIFO event channels.
  public static let fifoEvents = ConstantGroup(
    "FIFO event channels", "event_channel.h",
    [
      Constant("EVTCHN_FIFO_PRIORITY_MAX", 0, since: .v4_4),
      Constant("EVTCHN_FIFO_PRIORITY_DEFAULT", 7, since: .v4_4),
      Constant("EVTCHN_FIFO_PRIORITY_MIN", 15, since: .v4_4),
      Constant("EVTCHN_FIFO_MAX_QUEUES", 16, since: .v4_4),
      Constant("EVTCHN_FIFO_PENDING", 31, since: .v4_4),
      Constant("EVTCHN_FIFO_MASKED", 30, since: .v4_4),
      Constant("EVTCHN_FIFO_LINKED", 29, since: .v4_4),
      Constant("EVTCHN_FIFO_BUSY", 28, since: .v4_4),
      Constant("EVTCHN_FIFO_LINK_BITS", 17, since: .v4_4),
      Constant("EVTCHN_FIFO_NR_CHANNELS", 131072, since: .v4_4),
      Constant("EVTCHN_FIFO_LINK_MASK", hex: 0x1ffff, since: .v4_4),
    ])

  /// Virtual interrupts.
  public static let virqs = ConstantGroup(
    "virtual interrupts", "xen.h",
    [
      Constant("VIRQ_TIMER", 0),
      Constant("VIRQ_DEBUG", 1),
      Constant("VIRQ_CONSOLE", 2),
      Constant("VIRQ_DOM_EXC", 3),
      Constant("VIRQ_PARITY_ERR", 4, until: .v3_0_2),
      Constant("VIRQ_IO_ERR", 5, until: .v3_0_2),
      Constant("VIRQ_TBUF", 4, since: .v3_0_3),
      Constant("VIRQ_DEBUGGER", 6),
      Constant("VIRQ_XENOPROF", 7, since: .v3_0_3),
      Constant("VIRQ_CON_RING", 8, since: .v3_1),
      Constant("VIRQ_PCPU_STATE", 9, since: .v4_0),
      Constant("VIRQ_MEM_EVENT", 10, since: .v4_0),
      Constant("VIRQ_ARGO", 11, since: .v4_12),
      Constant("VIRQ_ENOMEM", 12, since: .v4_2),
      Constant("VIRQ_XENPMU", 13, since: .v4_6),
      Constant("VIRQ_ARCH_0", 16, since: .v3_0_3),
      Constant("VIRQ_ARCH_1", 17, since: .v3_0_3),
      Constant("VIRQ_ARCH_2", 18, since: .v3_0_3),
      Constant("VIRQ_ARCH_3", 19, since: .v3_0_3),
      Constant("VIRQ_ARCH_4", 20, since: .v3_0_3),
      Constant("VIRQ_ARCH_5", 21, since: .v3_0_3),
      Constant("VIRQ_ARCH_6", 22, since: .v3_0_3),
      Constant("VIRQ_ARCH_7", 23, since: .v3_0_3),
      Constant("NR_VIRQS", 7, until: .v3_0_2),
      Constant("NR_VIRQS", 8, since: .v3_0_2, until: .v3_0_3),
      Constant("NR_VIRQS", 24, since: .v3_0_3),
      Constant("VIRQ_XC_RESERVED", 11, since: .v4_2, until: .v4_12),
      Constant("VIRQ_MCA", 16, since: .v3_3),
    ])
}

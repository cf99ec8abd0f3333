// SPDX-License-Identifier: Apache-2.0

/// The constants of Xen 2.0, whose interface is another one: what has the same name has other
/// numbers. Source: the public headers at RELEASE-2.0.6.
extension ConstantGroup {
  static let xen20EventChannelOp = ConstantGroup(
    "commands of event_channel_op (2.0)", "event_channel.h", only: .i386,
    [
      .of20("EVTCHNOP_alloc_unbound", 6),
      .of20("EVTCHNOP_bind_interdomain", 0),
      .of20("EVTCHNOP_bind_virq", 1),
      .of20("EVTCHNOP_bind_pirq", 2),
      .of20("EVTCHNOP_close", 3),
      .of20("EVTCHNOP_send", 4),
      .of20("EVTCHNOP_status", 5),
    ])

  static let xen20EventStatus = ConstantGroup(
    "states of an event channel (2.0)", "event_channel.h", only: .i386,
    [
      .of20("EVTCHNSTAT_closed", 0),
      .of20("EVTCHNSTAT_unbound", 1),
      .of20("BIND_PIRQ__WILL_SHARE", 1),
      .of20("EVTCHNSTAT_interdomain", 2),
      .of20("EVTCHNSTAT_pirq", 3),
      .of20("EVTCHNSTAT_virq", 4),
    ])

  static let xen20Virqs = ConstantGroup(
    "virtual interrupts (2.0)", "xen.h", only: .i386,
    [
      .of20("VIRQ_MISDIRECT", 0),
      .of20("VIRQ_TIMER", 1),
      .of20("VIRQ_DEBUG", 2),
      .of20("VIRQ_CONSOLE", 3),
      .of20("VIRQ_DOM_EXC", 4),
      .of20("VIRQ_PARITY_ERR", 5),
      .of20("VIRQ_IO_ERR", 6),
      .of20("NR_VIRQS", 7),
    ])

  static let xen20SchedOp = ConstantGroup(
    "commands of sched_op, and why a domain shuts down (2.0)", "xen.h", only: .i386,
    [
      .of20("SCHEDOP_yield", 0),
      .of20("SCHEDOP_block", 1),
      .of20("SCHEDOP_shutdown", 2),
      .of20("SCHEDOP_cmdmask", 255),
      .of20("SCHEDOP_reasonshift", 8),
      .of20("SHUTDOWN_crash", 3),
      .of20("SHUTDOWN_poweroff", 0),
      .of20("SHUTDOWN_reboot", 1),
      .of20("SHUTDOWN_suspend", 2),
    ])

  static let xen20MmuUpdate = ConstantGroup(
    "commands of mmu_update (2.0)", "xen.h", only: .i386,
    [
      .of20("MMU_NORMAL_PT_UPDATE", 0),
      .of20("MMU_MACHPHYS_UPDATE", 2),
      .of20("MMU_EXTENDED_COMMAND", 3),
      .of20("MMUEXT_NEW_BASEPTR", 5),
      .of20("MMUEXT_TLB_FLUSH", 6),
      .of20("MMUEXT_INVLPG", 7),
      .of20("MMUEXT_FLUSH_CACHE", 8),
      .of20("MMUEXT_SET_LDT", 9),
      .of20("MMUEXT_TRANSFER_PAGE", 12),
      .of20("MMUEXT_SET_FOREIGNDOM", 10),
      .of20("MMUEXT_CLEAR_FOREIGNDOM", 11),
      .of20("MMUEXT_REASSIGN_PAGE", 13),
      .of20("MMUEXT_PIN_L1_TABLE", 0),
      .of20("MMUEXT_PIN_L2_TABLE", 1),
      .of20("MMUEXT_PIN_L3_TABLE", 2),
      .of20("MMUEXT_PIN_L4_TABLE", 3),
      .of20("MMUEXT_UNPIN_TABLE", 4),
      .of20("MMUEXT_CMD_MASK", 255),
      .of20("MMUEXT_CMD_SHIFT", 8),
    ])

  static let xen20Flags = ConstantGroup(
    "flags and limits (2.0)", "xen.h", only: .i386,
    [
      .of20("DOMID_SELF", hex: 0x7ff0),
      .of20("ARGS_PER_MULTICALL_ENTRY", 8),
      .of20("DOMID_IO", hex: 0x7ff1),
      .of20("DOMID_XEN", hex: 0x7ff2),
      .of20("UVMF_FLUSH_TLB", 1),
      .of20("UVMF_INVLPG", 2),
      .of20("CONSOLEIO_write", 0),
      .of20("CONSOLEIO_read", 1),
      .of20("MEMOP_increase_reservation", 0),
      .of20("MEMOP_decrease_reservation", 1),
      .of20("VMASST_CMD_enable", 0),
      .of20("VMASST_CMD_disable", 1),
      .of20("VMASST_TYPE_4gb_segments", 0),
      .of20("VMASST_TYPE_4gb_segments_notify", 1),
      .of20("VMASST_TYPE_writable_pagetables", 2),
      .of20("MAX_VMASST_TYPE", 2),
      .of20("DOMID_FIRST_RESERVED", hex: 0x7ff0),
      .of20("NR_EVENT_CHANNELS", 1024),
      .of20("MAX_VIRT_CPUS", 1),
      .of20("MAX_CMDLINE", 256),
      .of20("SIF_PRIVILEGED", hex: 0x1),
      .of20("SIF_INITDOMAIN", hex: 0x2),
      .of20("SIF_BLK_BE_DOMAIN", hex: 0x10),
      .of20("SIF_NET_BE_DOMAIN", hex: 0x20),
    ])

  static let xen20Processor = ConstantGroup(
    "segments, and the addresses that Xen keeps (2.0)", "arch-x86/xen.h", only: .i386,
    [
      .of20("FIRST_RESERVED_GDT_ENTRY", 256),
      .of20("LAST_RESERVED_GDT_ENTRY", 295),
      .of20("NR_RESERVED_GDT_ENTRIES", 40),
      .of20("FLAT_RING1_CS", hex: 0x819),
      .of20("FLAT_RING1_DS", hex: 0x821),
      .of20("FLAT_RING3_CS", hex: 0x82b),
      .of20("FLAT_RING3_DS", hex: 0x833),
      .of20("FLAT_GUESTOS_CS", hex: 0x819),
      .of20("FLAT_GUESTOS_DS", hex: 0x821),
      .of20("FLAT_USER_CS", hex: 0x82b),
      .of20("FLAT_USER_DS", hex: 0x833),
      .of20("HYPERVISOR_VIRT_START", hex: 0xfc00_0000),
      .of20("ECF_I387_VALID", 1),
    ])

  static let xen20Grants = ConstantGroup(
    "grants (2.0)", "grant_table.h", only: .i386,
    [
      .of20("GTF_permit_access", 1),
      .of20("GTF_accept_transfer", 2),
      .of20("GTF_reading", 8),
      .of20("GTF_writing", 16),
      .of20("GTF_transfer_committed", 4),
      .of20("GTF_transfer_completed", 8),
      .of20("GTF_readonly", 4),
      .of20("GTF_invalid", 0),
      .of20("GTF_type_mask", 3),
      .of20("_GTF_readonly", 2),
      .of20("_GTF_reading", 3),
      .of20("_GTF_writing", 4),
      .of20("_GTF_transfer_committed", 2),
      .of20("_GTF_transfer_completed", 3),
      .of20("GNTTABOP_map_grant_ref", 0),
      .of20("GNTTABOP_unmap_grant_ref", 1),
      .of20("GNTTABOP_setup_table", 2),
      .of20("_GNTMAP_device_map", 0),
      .of20("GNTMAP_device_map", 1),
      .of20("_GNTMAP_host_map", 1),
      .of20("GNTMAP_host_map", 2),
      .of20("_GNTMAP_readonly", 2),
      .of20("GNTMAP_readonly", 4),
      .of20("_GNTMAP_application_map", 3),
      .of20("GNTMAP_application_map", 8),
      .of20("GNTST_okay", 0),
      .of20("GNTST_general_error", -1),
      .of20("GNTST_bad_domain", -2),
      .of20("GNTST_bad_gntref", -3),
      .of20("GNTST_bad_handle", -3),
      .of20("GNTST_no_device_space", -4),
      .of20("GNTST_permission_denied", -5),
    ])

  static let xen20PhysdevOp = ConstantGroup(
    "commands of physdev_op (2.0)", "physdev.h", only: .i386,
    [
      .of20("PHYSDEVOP_PCI_CFGREG_READ", 0),
      .of20("PHYSDEVOP_PCI_CFGREG_WRITE", 1),
      .of20("PHYSDEVOP_PCI_INITIALISE_DEVICE", 2),
      .of20("PHYSDEVOP_PCI_PROBE_ROOT_BUSES", 3),
      .of20("PHYSDEVOP_IRQ_UNMASK_NOTIFY", 4),
      .of20("PHYSDEVOP_IRQ_STATUS_QUERY", 5),
      .of20("PHYSDEVOP_IRQ_NEEDS_UNMASK_NOTIFY", 1),
    ])

  static let xen20Control = ConstantGroup(
    "messages of the control interface (2.0)", "io/domain_controller.h", only: .i386,
    [
      .of20("CONTROL_RING_SIZE", 8),
      .of20("CMSG_CONSOLE", 0),
      .of20("CMSG_BLKIF_BE", 1),
      .of20("CMSG_BLKIF_FE", 2),
      .of20("CMSG_NETIF_BE", 3),
      .of20("CMSG_NETIF_FE", 4),
      .of20("CMSG_SHUTDOWN", 6),
      .of20("CMSG_MEM_REQUEST", 7),
      .of20("CMSG_CONSOLE_DATA", 0),
      .of20("CMSG_BLKIF_FE_INTERFACE_STATUS", 0),
      .of20("CMSG_BLKIF_FE_DRIVER_STATUS", 32),
      .of20("CMSG_BLKIF_FE_INTERFACE_CONNECT", 33),
      .of20("CMSG_BLKIF_FE_INTERFACE_DISCONNECT", 34),
      .of20("CMSG_BLKIF_FE_INTERFACE_QUERY", 35),
      .of20("BLKIF_INTERFACE_STATUS_CLOSED", 0),
      .of20("BLKIF_INTERFACE_STATUS_DISCONNECTED", 1),
      .of20("BLKIF_INTERFACE_STATUS_CONNECTED", 2),
      .of20("BLKIF_INTERFACE_STATUS_CHANGED", 3),
      .of20("BLKIF_DRIVER_STATUS_DOWN", 0),
      .of20("BLKIF_DRIVER_STATUS_UP", 1),
      .of20("CMSG_BLKIF_BE_CREATE", 0),
      .of20("CMSG_BLKIF_BE_DESTROY", 1),
      .of20("CMSG_BLKIF_BE_CONNECT", 2),
      .of20("CMSG_BLKIF_BE_DISCONNECT", 3),
      .of20("CMSG_BLKIF_BE_VBD_CREATE", 4),
      .of20("CMSG_BLKIF_BE_VBD_DESTROY", 5),
      .of20("CMSG_BLKIF_BE_VBD_GROW", 6),
      .of20("CMSG_BLKIF_BE_VBD_SHRINK", 7),
      .of20("CMSG_BLKIF_BE_DRIVER_STATUS", 32),
      .of20("BLKIF_BE_STATUS_OKAY", 0),
      .of20("BLKIF_BE_STATUS_ERROR", 1),
      .of20("BLKIF_BE_STATUS_INTERFACE_EXISTS", 2),
      .of20("BLKIF_BE_STATUS_INTERFACE_NOT_FOUND", 3),
      .of20("BLKIF_BE_STATUS_INTERFACE_CONNECTED", 4),
      .of20("BLKIF_BE_STATUS_VBD_EXISTS", 5),
      .of20("BLKIF_BE_STATUS_VBD_NOT_FOUND", 6),
      .of20("BLKIF_BE_STATUS_OUT_OF_MEMORY", 7),
      .of20("BLKIF_BE_STATUS_EXTENT_NOT_FOUND", 8),
      .of20("BLKIF_BE_STATUS_MAPPING_ERROR", 9),
      .of20("CMSG_NETIF_FE_INTERFACE_STATUS", 0),
      .of20("CMSG_NETIF_FE_DRIVER_STATUS", 32),
      .of20("CMSG_NETIF_FE_INTERFACE_CONNECT", 33),
      .of20("CMSG_NETIF_FE_INTERFACE_DISCONNECT", 34),
      .of20("CMSG_NETIF_FE_INTERFACE_QUERY", 35),
      .of20("NETIF_INTERFACE_STATUS_CLOSED", 0),
      .of20("NETIF_INTERFACE_STATUS_DISCONNECTED", 1),
      .of20("NETIF_INTERFACE_STATUS_CONNECTED", 2),
      .of20("NETIF_INTERFACE_STATUS_CHANGED", 3),
      .of20("NETIF_DRIVER_STATUS_DOWN", 0),
      .of20("NETIF_DRIVER_STATUS_UP", 1),
      .of20("CMSG_NETIF_BE_CREATE", 0),
      .of20("CMSG_NETIF_BE_DESTROY", 1),
      .of20("CMSG_NETIF_BE_CONNECT", 2),
      .of20("CMSG_NETIF_BE_DISCONNECT", 3),
      .of20("CMSG_NETIF_BE_DRIVER_STATUS", 32),
      .of20("NETIF_BE_STATUS_OKAY", 0),
      .of20("NETIF_BE_STATUS_ERROR", 1),
      .of20("NETIF_BE_STATUS_INTERFACE_EXISTS", 2),
      .of20("NETIF_BE_STATUS_INTERFACE_NOT_FOUND", 3),
      .of20("NETIF_BE_STATUS_INTERFACE_CONNECTED", 4),
      .of20("NETIF_BE_STATUS_OUT_OF_MEMORY", 5),
      .of20("NETIF_BE_STATUS_MAPPING_ERROR", 6),
      .of20("CMSG_SHUTDOWN_POWEROFF", 0),
      .of20("CMSG_SHUTDOWN_REBOOT", 1),
      .of20("CMSG_SHUTDOWN_SUSPEND", 2),
      .of20("CMSG_SHUTDOWN_SYSRQ", 3),
      .of20("CMSG_MEM_REQUEST_SET", 0),
    ])

  static let xen20Devices = ConstantGroup(
    "block and network devices (2.0)", "io/blkif.h", only: .i386,
    [
      .of20("BLKIF_OP_READ", 0),
      .of20("BLKIF_OP_WRITE", 1),
      .of20("BLKIF_OP_PROBE", 2),
      .of20("BLKIF_RING_SIZE", 64),
      .of20("BLKIF_MAX_SEGMENTS_PER_REQUEST", 11),
      .of20("BLKIF_RSP_ERROR", -1),
      .of20("BLKIF_RSP_OKAY", 0),
      .of20("VDISK_TYPE_FLOPPY", hex: 0x0),
      .of20("VDISK_TYPE_TAPE", hex: 0x1),
      .of20("VDISK_TYPE_CDROM", hex: 0x5),
      .of20("VDISK_TYPE_OPTICAL", hex: 0x7),
      .of20("VDISK_TYPE_DISK", hex: 0x20),
      .of20("VDISK_TYPE_MASK", hex: 0x3f),
      .of20("VDISK_FLAG_RO", hex: 0x40),
      .of20("VDISK_FLAG_VIRT", hex: 0x80),
    ])

  static let xen20Network = ConstantGroup(
    "network devices (2.0)", "io/netif.h", only: .i386,
    [
      .of20("NETIF_RX_RING_SIZE", 256),
      .of20("NETIF_TX_RING_SIZE", 256),
      .of20("NETIF_RSP_DROPPED", -2),
      .of20("NETIF_RSP_ERROR", -1),
      .of20("NETIF_RSP_OKAY", 0),
    ])
}

extension Constant {
  /// A number of Xen 2.0 only.
  fileprivate static func of20(_ name: String, _ value: Int) -> Constant {
    Constant(name, value, since: .v2_0, until: .v3_0_0)
  }

  fileprivate static func of20(_ name: String, hex value: UInt64) -> Constant {
    Constant(name, hex: value, since: .v2_0, until: .v3_0_0)
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The structures of Xen 2.0, all packed: addresses take 64 bits, of which 32-bit guests use the low
/// ones. Source: the public headers at RELEASE-2.0.6. 2.0 itself had ds before es in
/// execution_context, and only 2.0.6 has shutdown_sysrq; the others are the same in all updates.
extension Structure {
  static let xen20Core: [Structure] = [
    of20(
      "mmu_update", "xen.h",
      "One update of a page-table entry, or a command in the low two bits of ptr and in val.",
      [Field(.ulong, "ptr"), Field(.ulong, "val")]),
    of20(
      "multicall_entry", "xen.h", "One call of a batch.",
      [Field(.ulong, "op"), Field(.ulong, "args", count: 7)]),
    of20(
      "trap_info", "arch-x86/xen.h", "set_trap_table: the handler of one vector.",
      [
        Field(.u8, "vector"), Field(.u8, "flags"), Field(.u16, "cs"), Field(.ulong, "address"),
      ]),
    of20(
      "execution_context", "arch-x86/xen.h", "The registers of a guest.",
      [
        "ebx", "ecx", "edx", "esi", "edi", "ebp", "eax", "_unused", "eip", "cs", "eflags", "esp",
        "ss", "es", "ds", "fs", "gs",
      ].map { Field(.ulong, $0) }),
    of20(
      "full_execution_context", "arch-x86/xen.h", "The whole state of a domain's processor.",
      [
        Field(.ulong, "flags"),
        Field(.named("execution_context"), "cpu_ctxt"),
        Field(.char, "fpu_ctxt", count: 256),
        Field(.named("trap_info"), "trap_ctxt", count: 256),
        Field(.uint, "fast_trap_idx"),
        Field(.ulong, "ldt_base"), Field(.ulong, "ldt_ents"),
        Field(.ulong, "gdt_frames", count: 16), Field(.ulong, "gdt_ents"),
        Field(.ulong, "guestos_ss"), Field(.ulong, "guestos_esp"),
        Field(.ulong, "pt_base"), Field(.ulong, "debugreg", count: 8),
        Field(.ulong, "event_callback_cs"), Field(.ulong, "event_callback_eip"),
        Field(.ulong, "failsafe_callback_cs"), Field(.ulong, "failsafe_callback_eip"),
      ]),
    of20(
      "arch_shared_info", "arch-x86/xen.h",
      "x86's part of shared_info: the tables between frames.",
      [Field(.u64, "mfn_to_pfn_start"), Field(.u64, "pfn_to_mfn_frame_list")]),
    of20(
      "shared_info", "xen.h", "The page that a guest shares with Xen: events, time and timeouts.",
      [
        Field(
          .struct([
            Field(.u8, "evtchn_upcall_pending"), Field(.u8, "evtchn_upcall_mask"),
            Field(.u8, "pad0"), Field(.u8, "pad1"),
          ]), "vcpu_data", count: 1),
        Field(.u32, "evtchn_pending", count: 32), Field(.u32, "evtchn_pending_sel"),
        Field(.u32, "evtchn_mask", count: 32),
        Field(.u64, "cpu_freq"),
        Field(.u32, "time_version1"), Field(.u32, "time_version2"),
        Field(.u64, "tsc_timestamp"), Field(.u64, "system_time"),
        Field(.u32, "wc_sec"), Field(.u32, "wc_usec"),
        Field(.u64, "domain_time"), Field(.u64, "wall_timeout"), Field(.u64, "domain_timeout"),
        Field(.named("arch_shared_info"), "arch"),
      ]),
    of20(
      "start_info", "xen.h", "What a guest finds at the address in esi when it starts.",
      wide("nr_pages", "A") + wide("shared_info", "B") + [
        Field(.u32, "flags"), Field(.u16, "domain_controller_evtchn"), Field(.u16, "__pad"),
      ] + wide("pt_base", "C") + wide("nr_pt_frames", "D") + wide("mfn_list", "E")
        + wide("mod_start", "F") + wide("mod_len", "G") + [Field(.u8, "cmd_line", count: 256)]),
  ]

  static let xen20Events: [Structure] = [
    of20(
      "evtchn_alloc_unbound", "event_channel.h",
      "EVTCHNOP_alloc_unbound: a port that another domain may bind to.",
      [Field(.domid, "dom"), Field(.u16, "__pad"), Field(.u32, "port")]),
    of20(
      "evtchn_bind_interdomain", "event_channel.h",
      "EVTCHNOP_bind_interdomain: join ports of two domains.",
      [Field(.domid, "dom1"), Field(.domid, "dom2"), Field(.u32, "port1"), Field(.u32, "port2")]),
    of20(
      "evtchn_bind_virq", "event_channel.h",
      "EVTCHNOP_bind_virq: take a virtual interrupt on a port.",
      [Field(.u32, "virq"), Field(.u32, "port")]),
    of20(
      "evtchn_bind_pirq", "event_channel.h",
      "EVTCHNOP_bind_pirq: take a physical interrupt on a port.",
      [Field(.u32, "pirq"), Field(.u32, "flags"), Field(.u32, "port")]),
    of20(
      "evtchn_close", "event_channel.h", "EVTCHNOP_close: give a port back.",
      [Field(.domid, "dom"), Field(.u16, "__pad"), Field(.u32, "port")]),
    of20(
      "evtchn_send", "event_channel.h", "EVTCHNOP_send: raise an event at the other end.",
      [Field(.u32, "local_port")]),
    of20(
      "evtchn_status", "event_channel.h", "EVTCHNOP_status: what a port is bound to.",
      [
        Field(.domid, "dom"), Field(.u16, "__pad"), Field(.u32, "port"), Field(.u32, "status"),
        Field(
          .union([
            Field(.struct([Field(.domid, "dom")]), "unbound"),
            Field(
              .struct([Field(.domid, "dom"), Field(.u16, "__pad"), Field(.u32, "port")]),
              "interdomain"),
            Field(.u32, "pirq"), Field(.u32, "virq"),
          ]), "u"),
      ]),
    of20(
      "evtchn_op", "event_channel.h",
      "Argument of event_channel_op: the command and its structure in one.",
      [
        Field(.u32, "cmd"), Field(.u32, "__reserved"),
        Field(
          .union([
            Field(.named("evtchn_alloc_unbound"), "alloc_unbound"),
            Field(.named("evtchn_bind_interdomain"), "bind_interdomain"),
            Field(.named("evtchn_bind_virq"), "bind_virq"),
            Field(.named("evtchn_bind_pirq"), "bind_pirq"),
            Field(.named("evtchn_close"), "close"), Field(.named("evtchn_send"), "send"),
            Field(.named("evtchn_status"), "status"), Field(.u8, "__dummy", count: 24),
          ]), "u"),
      ]),
  ]

  static let xen20Grants: [Structure] = [
    of20(
      "grant_entry", "grant_table.h", "An entry of a domain's table of grants.",
      [Field(.u16, "flags"), Field(.domid, "domid"), Field(.u32, "frame")]),
    of20(
      "gnttab_map_grant_ref", "grant_table.h", "GNTTABOP_map_grant_ref: map a granted frame.",
      wide("host_virt_addr", "A") + [
        Field(.domid, "dom"), Field(.u16, "ref"), Field(.u16, "flags"), Field(.s16, "handle"),
      ] + wide("dev_bus_addr", "B")),
    of20(
      "gnttab_unmap_grant_ref", "grant_table.h", "GNTTABOP_unmap_grant_ref: end such a mapping.",
      wide("host_virt_addr", "A") + wide("dev_bus_addr", "B") + [
        Field(.u16, "handle"), Field(.s16, "status"), Field(.u32, "__pad"),
      ]),
    of20(
      "gnttab_setup_table", "grant_table.h", "GNTTABOP_setup_table: the frames of the table.",
      [
        Field(.domid, "dom"), Field(.u16, "nr_frames"), Field(.u16, "__pad"),
        Field(.s16, "status"), Field(.pointer("unsigned long"), "frame_list"),
        Field(.u32, "__pad_A"),
      ]),
  ]

  static let xen20Physdev: [Structure] = [
    of20(
      "physdevop_pci_cfgreg_read", "physdev.h",
      "PHYSDEVOP_PCI_CFGREG_READ: read from configuration space.", configuration),
    of20(
      "physdevop_pci_cfgreg_write", "physdev.h",
      "PHYSDEVOP_PCI_CFGREG_WRITE: write to configuration space.", configuration),
    of20(
      "physdevop_pci_initialise_device", "physdev.h",
      "PHYSDEVOP_PCI_INITIALISE_DEVICE: finish a device's set-up.",
      ["bus", "dev", "func"].map { Field(.u32, $0) }),
    of20(
      "physdevop_pci_probe_root_buses", "physdev.h",
      "PHYSDEVOP_PCI_PROBE_ROOT_BUSES: which buses are roots.",
      [Field(.u32, "busmask", count: 8)]),
    of20(
      "physdevop_irq_status_query", "physdev.h",
      "PHYSDEVOP_IRQ_STATUS_QUERY: whether an interrupt has to be unmasked.",
      [Field(.u32, "irq"), Field(.u32, "flags")]),
    of20(
      "physdev_op", "physdev.h", "Argument of physdev_op: the command and its structure in one.",
      [
        Field(.u32, "cmd"), Field(.u32, "__pad"),
        Field(
          .union([
            Field(.named("physdevop_pci_cfgreg_read"), "pci_cfgreg_read"),
            Field(.named("physdevop_pci_cfgreg_write"), "pci_cfgreg_write"),
            Field(.named("physdevop_pci_initialise_device"), "pci_initialise_device"),
            Field(.named("physdevop_pci_probe_root_buses"), "pci_probe_root_buses"),
            Field(.named("physdevop_irq_status_query"), "irq_status_query"),
            Field(.u8, "__dummy", count: 32),
          ]), "u"),
      ]),
  ]

  private static let configuration =
    ["bus", "dev", "func", "reg", "len", "value"].map { Field(.u32, $0) }

  /// The rings in the second half of the page of shared_info, to the domain controller and back.
  static let xen20Control: [Structure] = [
    of20(
      "control_msg", controlHeader, "A message of the control interface.",
      [
        Field(.u8, "type"), Field(.u8, "subtype"), Field(.u8, "id"), Field(.u8, "length"),
        Field(.u8, "msg", count: 60),
      ]),
    of20(
      "control_if", controlHeader,
      "The control interface, 2048 bytes into the page of shared_info: requests and responses.",
      [
        Field(.named("control_msg"), "tx_ring", count: 8),
        Field(.named("control_msg"), "rx_ring", count: 8),
      ]
        + ["tx_req_prod", "tx_resp_prod", "rx_req_prod", "rx_resp_prod"].map { Field(.u32, $0) }),
    of20(
      "blkif_fe_interface_status", controlHeader,
      "CMSG_BLKIF_FE_INTERFACE_STATUS: what became of a block interface.", blockStatus),
    of20(
      "blkif_fe_driver_status", controlHeader,
      "CMSG_BLKIF_FE_DRIVER_STATUS: whether the block front end is up.",
      [Field(.u32, "status"), Field(.u32, "max_handle")]),
    of20(
      "blkif_fe_interface_connect", controlHeader,
      "CMSG_BLKIF_FE_INTERFACE_CONNECT: the frame of the block ring.",
      [Field(.u32, "handle"), Field(.u32, "__pad")] + wide("shmem_frame", "A")),
    of20(
      "blkif_fe_interface_disconnect", controlHeader,
      "CMSG_BLKIF_FE_INTERFACE_DISCONNECT: the block interface to give up.",
      [Field(.u32, "handle")]),
    of20(
      "blkif_fe_interface_query", controlHeader,
      "CMSG_BLKIF_FE_INTERFACE_QUERY: the state of a block interface.", blockStatus),
    of20(
      "netif_fe_interface_status", controlHeader,
      "CMSG_NETIF_FE_INTERFACE_STATUS: what became of a network interface.", networkStatus),
    of20(
      "netif_fe_driver_status", controlHeader,
      "CMSG_NETIF_FE_DRIVER_STATUS: whether the network front end is up.",
      [Field(.u32, "status"), Field(.u32, "max_handle")]),
    of20(
      "netif_fe_interface_connect", controlHeader,
      "CMSG_NETIF_FE_INTERFACE_CONNECT: the frames of the network rings.",
      [Field(.u32, "handle"), Field(.u32, "__pad")] + wide("tx_shmem_frame", "A")
        + wide("rx_shmem_frame", "B")),
    of20(
      "netif_fe_interface_disconnect", controlHeader,
      "CMSG_NETIF_FE_INTERFACE_DISCONNECT: the network interface to give up.",
      [Field(.u32, "handle")]),
    of20(
      "netif_fe_interface_query", controlHeader,
      "CMSG_NETIF_FE_INTERFACE_QUERY: the state of a network interface.", networkStatus),
    of20(
      "shutdown_sysrq", controlHeader, "CMSG_SHUTDOWN_SYSRQ: what Linux is to do for SysRq.",
      [Field(.char, "key"), Field(.char, "__pad", count: 3)]),
    of20(
      "mem_request", controlHeader, "CMSG_MEM_REQUEST_SET: how many pages the domain is to have.",
      [Field(.u32, "target"), Field(.u32, "status")]),
  ]

  private static let controlHeader = "io/domain_controller.h"
  private static let blockStatus = [
    Field(.u32, "handle"), Field(.u32, "status"), Field(.u16, "evtchn"), Field(.domid, "domid"),
  ]
  private static let networkStatus = [
    Field(.u32, "handle"), Field(.u32, "status"), Field(.u16, "evtchn"),
    Field(.u8, "mac", count: 6), Field(.domid, "domid"),
  ]

  static let xen20Devices: [Structure] = [
    of20(
      "blkif_request", "io/blkif.h", "A request to read or write.",
      [
        Field(.u8, "operation"), Field(.u8, "nr_segments"), Field(.u16, "device"),
        Field(.ulong, "id"), Field(.u64, "sector_number"),
        Field(.ulong, "frame_and_sects", count: 11),
      ]),
    of20(
      "blkif_response", "io/blkif.h", "The answer to a request.",
      [Field(.ulong, "id"), Field(.u8, "operation"), Field(.s16, "status")]),
    of20(
      "blkif_ring", "io/blkif.h", "The shared page of a block device.",
      [
        Field(.u32, "req_prod"), Field(.u32, "resp_prod"),
        Field(
          .union([
            Field(.named("blkif_request"), "req"), Field(.named("blkif_response"), "resp"),
          ]), "ring", count: 64),
      ]),
    of20(
      "vdisk", "io/blkif.h", "One of the disks that BLKIF_OP_PROBE lists.",
      [Field(.u64, "capacity"), Field(.u16, "device"), Field(.u16, "info")]),
    of20(
      "netif_tx_request", "io/netif.h", "A packet to send.",
      wide("addr", "A") + [Field(.u16, "id"), Field(.u16, "size")]),
    of20(
      "netif_tx_response", "io/netif.h", "What became of a packet to send.",
      [Field(.u16, "id"), Field(.s8, "status"), Field(.u8, "__pad")]),
    of20(
      "netif_rx_request", "io/netif.h", "A buffer to receive into.", [Field(.u16, "id")]),
    of20(
      "netif_rx_response", "io/netif.h", "A received packet.",
      wide("addr", "A") + [Field(.u16, "id"), Field(.s16, "status")]),
    of20(
      "netif_tx_interface", "io/netif.h", "The shared page to send.",
      ["req_prod", "req_cons", "resp_prod", "event"].map { Field(.u32, $0) } + [
        Field(
          .union([
            Field(.named("netif_tx_request"), "req"), Field(.named("netif_tx_response"), "resp"),
          ]), "ring", count: 256)
      ]),
    of20(
      "netif_rx_interface", "io/netif.h", "The shared page to receive.",
      ["req_prod", "resp_prod", "event"].map { Field(.u32, $0) } + [
        Field(
          .union([
            Field(.named("netif_rx_request"), "req"), Field(.named("netif_rx_response"), "resp"),
          ]), "ring", count: 256)
      ]),
  ]

  private static func of20(
    _ name: String, _ header: String, _ summary: String, _ fields: [Field]
  ) -> Structure {
    Structure(
      name, header, summary: summary, since: .v2_0, until: .v3_0_0, only: .i386, packed: true,
      fields)
  }

  /// An address or a size: the low word, and padding for that of 64-bit guests.
  private static func wide(_ name: String, _ padding: String) -> [Field] {
    [Field(.ulong, name), Field(.u32, "__pad_" + padding)]
  }
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of dm_op: servers of I/O requests. Source: public/hvm/dm_op.h, 4.9 to 4.22.
  static let deviceModelServers: [Structure] =
    [
      Structure(
        "xen_dm_op", "hvm/dm_op.h",
        summary: "Argument of dm_op: the command and its structure in one.", since: .v4_15,
        [
          Field(.u32, "op"),
          Field(.u32, "pad"),
          Field(
            .union([
              Field(.named("xen_dm_op_create_ioreq_server"), "create_ioreq_server"),
              Field(.named("xen_dm_op_get_ioreq_server_info"), "get_ioreq_server_info"),
              Field(.named("xen_dm_op_ioreq_server_range"), "map_io_range_to_ioreq_server"),
              Field(.named("xen_dm_op_ioreq_server_range"), "unmap_io_range_from_ioreq_server"),
              Field(.named("xen_dm_op_set_ioreq_server_state"), "set_ioreq_server_state"),
              Field(.named("xen_dm_op_destroy_ioreq_server"), "destroy_ioreq_server"),
              Field(.named("xen_dm_op_track_dirty_vram"), "track_dirty_vram"),
              Field(.named("xen_dm_op_set_pci_intx_level"), "set_pci_intx_level"),
              Field(.named("xen_dm_op_set_isa_irq_level"), "set_isa_irq_level"),
              Field(.named("xen_dm_op_set_irq_level"), "set_irq_level"),
              Field(.named("xen_dm_op_set_pci_link_route"), "set_pci_link_route"),
              Field(.named("xen_dm_op_modified_memory"), "modified_memory"),
              Field(.named("xen_dm_op_set_mem_type"), "set_mem_type"),
              Field(.named("xen_dm_op_inject_event"), "inject_event"),
              Field(.named("xen_dm_op_inject_msi"), "inject_msi"),
              Field(
                .named("xen_dm_op_map_mem_type_to_ioreq_server"), "map_mem_type_to_ioreq_server"),
              Field(.named("xen_dm_op_remote_shutdown"), "remote_shutdown"),
              Field(.named("xen_dm_op_relocate_memory"), "relocate_memory"),
              Field(.named("xen_dm_op_pin_memory_cacheattr"), "pin_memory_cacheattr"),
              Field(.named("xen_dm_op_nr_vcpus"), "nr_vcpus"),
            ]), "u"),
        ]),
      Structure(
        "xen_dm_op_buf", "hvm/dm_op.h", summary: "A buffer that dm_op is given: handle and length.",
        since: .v4_9,
        [
          Field(.handle("void"), "h"),
          Field(.xenUlong, "size"),
        ]),
      Structure(
        "xen_dm_op_create_ioreq_server", "hvm/dm_op.h",
        summary: "XEN_DMOP_create_ioreq_server: a new server of requests.", since: .v4_15,
        [
          Field(.u8, "handle_bufioreq"),
          Field(.u8, "pad", count: 3),
          Field(.ioServer, "id"),
        ]),
      Structure(
        "xen_dm_op_get_ioreq_server_info", "hvm/dm_op.h",
        summary: "XEN_DMOP_get_ioreq_server_info: its pages and its event channel.", since: .v4_15,
        [
          Field(.ioServer, "id"),
          Field(.u16, "flags"),
          Field(.port, "bufioreq_port"),
          Field(.u64, "ioreq_gfn"),
          Field(.u64, "bufioreq_gfn"),
        ]),
      Structure(
        "xen_dm_op_ioreq_server_range", "hvm/dm_op.h",
        summary: "XEN_DMOP_map_io_range_to_ioreq_server and unmap: what it serves.", since: .v4_15,
        [
          Field(.ioServer, "id"),
          Field(.u16, "pad"),
          Field(.u32, "type"),
          Field(.u64, "start"),
          Field(.u64, "end"),
        ]),
      Structure(
        "xen_dm_op_set_ioreq_server_state", "hvm/dm_op.h",
        summary: "XEN_DMOP_set_ioreq_server_state: on or off.", since: .v4_15,
        [
          Field(.ioServer, "id"),
          Field(.u8, "enabled"),
          Field(.u8, "pad"),
        ]),
      Structure(
        "xen_dm_op_destroy_ioreq_server", "hvm/dm_op.h",
        summary: "XEN_DMOP_destroy_ioreq_server: the server goes.", since: .v4_15,
        [
          Field(.ioServer, "id"),
          Field(.u16, "pad"),
        ]),
      Structure(
        "xen_dm_op_map_mem_type_to_ioreq_server", "hvm/dm_op.h",
        summary: "XEN_DMOP_map_mem_type_to_ioreq_server: writes to that memory go to it.",
        since: .v4_15,
        [
          Field(.ioServer, "id"),
          Field(.u16, "type"),
          Field(.u32, "flags"),
          Field(.u64, "opaque"),
        ]),
      Structure(
        "xen_dm_op_nr_vcpus", "hvm/dm_op.h",
        summary: "XEN_DMOP_nr_vcpus: how many vCPUs the guest has.", since: .v4_15,
        [
          Field(.u32, "vcpus")
        ]),
    ]
}

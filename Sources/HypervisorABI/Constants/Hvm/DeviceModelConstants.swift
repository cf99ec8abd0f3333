// SPDX-License-Identifier: Apache-2.0

/// Commands of dm_op and their values. Source: public/hvm/dm_op.h, 4.9 to 4.22.
extension ConstantGroup {
  /// Commands of dm_op.
  public static let dmOp = ConstantGroup(
    "commands of dm_op", "hvm/dm_op.h",
    [
      Constant(
        "XEN_DMOP_create_ioreq_server", 1, since: .v4_15, takes: "xen_dm_op_create_ioreq_server"),
      Constant(
        "XEN_DMOP_get_ioreq_server_info", 2, since: .v4_15, takes: "xen_dm_op_get_ioreq_server_info"
      ),
      Constant(
        "XEN_DMOP_map_io_range_to_ioreq_server", 3, since: .v4_15,
        takes: "xen_dm_op_ioreq_server_range"),
      Constant(
        "XEN_DMOP_unmap_io_range_from_ioreq_server", 4, since: .v4_15,
        takes: "xen_dm_op_ioreq_server_range"),
      Constant(
        "XEN_DMOP_set_ioreq_server_state", 5, since: .v4_15,
        takes: "xen_dm_op_set_ioreq_server_state"),
      Constant(
        "XEN_DMOP_destroy_ioreq_server", 6, since: .v4_15, takes: "xen_dm_op_destroy_ioreq_server"),
      Constant("XEN_DMOP_track_dirty_vram", 7, since: .v4_15, takes: "xen_dm_op_track_dirty_vram"),
      Constant(
        "XEN_DMOP_set_pci_intx_level", 8, since: .v4_15, takes: "xen_dm_op_set_pci_intx_level"),
      Constant(
        "XEN_DMOP_set_isa_irq_level", 9, since: .v4_15, takes: "xen_dm_op_set_isa_irq_level"),
      Constant(
        "XEN_DMOP_set_pci_link_route", 10, since: .v4_15, takes: "xen_dm_op_set_pci_link_route"),
      Constant("XEN_DMOP_modified_memory", 11, since: .v4_15, takes: "xen_dm_op_modified_memory"),
      Constant("XEN_DMOP_set_mem_type", 12, since: .v4_15, takes: "xen_dm_op_set_mem_type"),
      Constant("XEN_DMOP_inject_event", 13, since: .v4_15, takes: "xen_dm_op_inject_event"),
      Constant("XEN_DMOP_inject_msi", 14, since: .v4_15, takes: "xen_dm_op_inject_msi"),
      Constant(
        "XEN_DMOP_map_mem_type_to_ioreq_server", 15, since: .v4_15,
        takes: "xen_dm_op_map_mem_type_to_ioreq_server"),
      Constant("XEN_DMOP_remote_shutdown", 16, since: .v4_15, takes: "xen_dm_op_remote_shutdown"),
      Constant("XEN_DMOP_relocate_memory", 17, since: .v4_15, takes: "xen_dm_op_relocate_memory"),
      Constant(
        "XEN_DMOP_pin_memory_cacheattr", 18, since: .v4_15, takes: "xen_dm_op_pin_memory_cacheattr"),
      Constant("XEN_DMOP_set_irq_level", 19, since: .v4_15, takes: "xen_dm_op_set_irq_level"),
      Constant("XEN_DMOP_nr_vcpus", 20, since: .v4_15, takes: "xen_dm_op_nr_vcpus"),
    ])

  /// Values in the arguments of dm_op.
  public static let dmOpValues = ConstantGroup(
    "values that commands of dm_op take", "hvm/dm_op.h",
    [
      Constant("_XEN_DMOP_no_gfns", 0, since: .v4_15),
      Constant("XEN_DMOP_no_gfns", hex: 0x1, since: .v4_15),
      Constant("XEN_DMOP_IO_RANGE_PORT", 0, since: .v4_15),
      Constant("XEN_DMOP_IO_RANGE_MEMORY", 1, since: .v4_15),
      Constant("XEN_DMOP_IO_RANGE_PCI", 2, since: .v4_15),
      Constant("XEN_DMOP_EVENT_ext_int", 0, since: .v4_15),
      Constant("XEN_DMOP_EVENT_nmi", 2, since: .v4_15),
      Constant("XEN_DMOP_EVENT_hw_exc", 3, since: .v4_15),
      Constant("XEN_DMOP_EVENT_sw_int", 4, since: .v4_15),
      Constant("XEN_DMOP_EVENT_pri_sw_exc", 5, since: .v4_15),
      Constant("XEN_DMOP_EVENT_sw_exc", 6, since: .v4_15),
      Constant("XEN_DMOP_IOREQ_MEM_ACCESS_READ", hex: 0x1, since: .v4_15),
      Constant("XEN_DMOP_IOREQ_MEM_ACCESS_WRITE", hex: 0x2, since: .v4_15),
      Constant("XEN_DMOP_MEM_CACHEATTR_UC", 0, since: .v4_15),
      Constant("XEN_DMOP_MEM_CACHEATTR_WC", 1, since: .v4_15),
      Constant("XEN_DMOP_MEM_CACHEATTR_WT", 4, since: .v4_15),
      Constant("XEN_DMOP_MEM_CACHEATTR_WP", 5, since: .v4_15),
      Constant("XEN_DMOP_MEM_CACHEATTR_WB", 6, since: .v4_15),
      Constant("XEN_DMOP_MEM_CACHEATTR_UCM", 7, since: .v4_15),
      Constant("XEN_DMOP_DELETE_MEM_CACHEATTR", 4_294_967_295, since: .v4_15),
    ])
}

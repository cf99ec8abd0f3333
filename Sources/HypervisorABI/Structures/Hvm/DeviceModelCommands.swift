// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of dm_op: interrupts and memory. Source: public/hvm/dm_op.h, 4.15 to 4.22.
  static let deviceModelCommands: [Structure] =
    [
      Structure(
        "xen_dm_op_track_dirty_vram", "hvm/dm_op.h",
        summary: "XEN_DMOP_track_dirty_vram: which pages of the frame buffer were written.",
        since: .v4_15,
        [
          Field(.u32, "nr"),
          Field(.u32, "pad"),
          Field(.u64, "first_pfn"),
        ]),
      Structure(
        "xen_dm_op_set_pci_intx_level", "hvm/dm_op.h",
        summary: "XEN_DMOP_set_pci_intx_level: raise or lower a PCI interrupt line.", since: .v4_15,
        [
          Field(.u16, "domain"),
          Field(.u8, "bus"),
          Field(.u8, "device"),
          Field(.u8, "intx"),
          Field(.u8, "level"),
        ]),
      Structure(
        "xen_dm_op_set_isa_irq_level", "hvm/dm_op.h",
        summary: "XEN_DMOP_set_isa_irq_level: raise or lower an ISA interrupt line.", since: .v4_15,
        [
          Field(.u8, "isa_irq"),
          Field(.u8, "level"),
        ]),
      Structure(
        "xen_dm_op_set_pci_link_route", "hvm/dm_op.h",
        summary: "XEN_DMOP_set_pci_link_route: which ISA line a PCI link leads to.", since: .v4_15,
        [
          Field(.u8, "link"),
          Field(.u8, "isa_irq"),
        ]),
      Structure(
        "xen_dm_op_set_irq_level", "hvm/dm_op.h",
        summary: "XEN_DMOP_set_irq_level: raise or lower an interrupt line (Arm).", since: .v4_15,
        [
          Field(.u32, "irq"),
          Field(.u8, "level"),
          Field(.u8, "pad", count: 3),
        ]),
      Structure(
        "xen_dm_op_modified_memory", "hvm/dm_op.h",
        summary: "XEN_DMOP_modified_memory: the model wrote to guest memory.", since: .v4_15,
        [
          Field(.u32, "nr_extents"),
          Field(.u32, "opaque"),
        ]),
      Structure(
        "xen_dm_op_modified_memory_extent", "hvm/dm_op.h",
        summary: "One extent of modified memory.", since: .v4_15,
        [
          Field(.u32, "nr"),
          Field(.u32, "pad"),
          Field(.u64, "first_pfn"),
        ]),
      Structure(
        "xen_dm_op_set_mem_type", "hvm/dm_op.h",
        summary: "XEN_DMOP_set_mem_type: the kind of a range of frames.", since: .v4_15,
        [
          Field(.u32, "nr"),
          Field(.u16, "mem_type"),
          Field(.u16, "pad"),
          Field(.u64, "first_pfn"),
        ]),
      Structure(
        "xen_dm_op_inject_event", "hvm/dm_op.h",
        summary: "XEN_DMOP_inject_event: an exception or interrupt for a vCPU.", since: .v4_15,
        [
          Field(.u32, "vcpuid"),
          Field(.u8, "vector"),
          Field(.u8, "type"),
          Field(.u8, "insn_len"),
          Field(.u8, "pad0"),
          Field(.u32, "error_code"),
          Field(.u32, "pad1"),
          Field(.u64, "cr2"),
        ]),
      Structure(
        "xen_dm_op_inject_msi", "hvm/dm_op.h",
        summary: "XEN_DMOP_inject_msi: a message-signalled interrupt.", since: .v4_15,
        [
          Field(.u32, "data"),
          Field(.u32, "pad"),
          Field(.u64, "addr"),
        ]),
      Structure(
        "xen_dm_op_remote_shutdown", "hvm/dm_op.h",
        summary: "XEN_DMOP_remote_shutdown: shut the guest down, and why.", since: .v4_15,
        [
          Field(.u32, "reason")
        ]),
      Structure(
        "xen_dm_op_relocate_memory", "hvm/dm_op.h",
        summary: "XEN_DMOP_relocate_memory: move frames of the guest.", since: .v4_15,
        [
          Field(.u32, "size"),
          Field(.u32, "pad"),
          Field(.u64, "src_gfn"),
          Field(.u64, "dst_gfn"),
        ]),
      Structure(
        "xen_dm_op_pin_memory_cacheattr", "hvm/dm_op.h",
        summary: "XEN_DMOP_pin_memory_cacheattr: the caching of a range.", since: .v4_15,
        [
          Field(.u64, "start"),
          Field(.u64, "end"),
          Field(.u32, "type"),
          Field(.u32, "pad"),
        ]),
    ]
}

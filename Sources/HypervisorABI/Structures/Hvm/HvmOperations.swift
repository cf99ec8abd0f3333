// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `HVMOP_*`. Source: public/hvm/hvm_op.h, 3.0.3 to 4.22.
  static let hvmOperations: [Structure] =
    [
      Structure(
        "xen_hvm_param", "hvm/hvm_op.h",
        summary: "HVMOP_set_param, get_param: one parameter of a domain.", since: .v3_0_3,
        [
          Field(.domid, "domid"),
          Field(.u16, "pad", since: .v4_14),
          Field(.u32, "index"),
          Field(.u64, "value"),
        ]),
      Structure(
        "xen_hvm_set_pci_intx_level", "hvm/hvm_op.h",
        summary: "HVMOP_set_pci_intx_level: raise or lower a PCI interrupt line.", since: .v3_0_4,
        until: .v4_9,
        [
          Field(.domid, "domid"),
          Field(.u8, "domain"),
          Field(.u8, "bus"),
          Field(.u8, "device"),
          Field(.u8, "intx"),
          Field(.u8, "level"),
        ]),
      Structure(
        "xen_hvm_set_isa_irq_level", "hvm/hvm_op.h",
        summary: "HVMOP_set_isa_irq_level: raise or lower an ISA interrupt line.", since: .v3_0_4,
        until: .v4_9,
        [
          Field(.domid, "domid"),
          Field(.u8, "isa_irq"),
          Field(.u8, "level"),
        ]),
      Structure(
        "xen_hvm_set_pci_link_route", "hvm/hvm_op.h",
        summary: "HVMOP_set_pci_link_route: which ISA line a PCI link leads to.", since: .v3_0_4,
        until: .v4_9,
        [
          Field(.domid, "domid"),
          Field(.u8, "link"),
          Field(.u8, "isa_irq"),
        ]),
      Structure(
        "xen_hvm_pagetable_dying", "hvm/hvm_op.h",
        summary: "HVMOP_pagetable_dying: this page table goes; do not shadow it further.",
        since: .v4_1,
        [
          Field(.domid, "domid"),
          Field(.u16, "pad", count: 3),
          Field(.u64, "gpa"),
        ]),
      Structure(
        "xen_hvm_get_time", "hvm/hvm_op.h", summary: "HVMOP_get_time: Xen's system time.",
        since: .v4_1,
        [
          Field(.u64, "now")
        ]),
      Structure(
        "xen_hvm_xentrace", "hvm/hvm_op.h",
        summary: "HVMOP_xentrace: write a record into the trace buffer.", since: .v4_1,
        [
          Field(.u16, "event"),
          Field(.u16, "extra_bytes"),
          Field(.u8, "extra", count: 28),
        ]),
      Structure(
        "xen_hvm_get_mem_type", "hvm/hvm_op.h",
        summary: "HVMOP_get_mem_type: what kind of memory a frame is.", since: .v4_2,
        [
          Field(.domid, "domid"),
          Field(.u16, "mem_type"),
          Field(.u16, "pad", count: 2),
          Field(.u64, "pfn"),
        ]),
      Structure(
        "xen_hvm_evtchn_upcall_vector", "hvm/hvm_op.h",
        summary: "HVMOP_set_evtchn_upcall_vector: the vector of event upcalls on a vCPU.",
        since: .v4_6,
        [
          Field(.u32, "vcpu"),
          Field(.u8, "vector"),
        ]),
    ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `PHYSDEVOP_*` for interrupts and I/O ports. Source: public/physdev.h, 3.0.2 to
  /// 4.22.
  static let physicalInterrupts: [Structure] =
    [
      Structure(
        "physdevop_irq_status_query", "physdev.h",
        summary: "PHYSDEVOP_irq_status_query: what an interrupt needs at its end.", until: .v3_0_3,
        [
          Field(.u32, "irq"),
          Field(.u32, "flags"),
        ]),
      Structure(
        "physdevop_set_iopl", "physdev.h",
        summary: "PHYSDEVOP_set_iopl: the I/O privilege level of this vCPU.", until: .v3_0_3,
        [
          Field(.u32, "iopl")
        ]),
      Structure(
        "physdevop_set_iobitmap", "physdev.h",
        summary: "PHYSDEVOP_set_iobitmap: the ports that user space may use.", until: .v3_0_3,
        [
          Field(.pointer("uint8_t"), "bitmap"),
          Field(.u32, "nr_ports"),
        ]),
      Structure(
        "physdevop_apic", "physdev.h",
        summary: "PHYSDEVOP_apic_read, apic_write: a register of an I/O APIC.", until: .v3_0_3,
        [
          Field(.u32, "apic", until: .v3_0_2),
          Field(.u32, "offset", until: .v3_0_2),
          Field(.ulong, "apic_physbase", since: .v3_0_2),
          Field(.u32, "reg", since: .v3_0_2),
          Field(.u32, "value"),
        ]),
      Structure(
        "physdevop_irq", "physdev.h",
        summary: "PHYSDEVOP_alloc_irq_vector: the vector of an interrupt.", until: .v3_0_3,
        [
          Field(.u32, "irq"),
          Field(.u32, "vector"),
        ]),
      Structure(
        "physdev_eoi", "physdev.h", summary: "PHYSDEVOP_eoi: this interrupt has been handled.",
        since: .v3_0_3,
        [
          Field(.u32, "irq")
        ]),
      Structure(
        "physdev_pirq_eoi_gmfn", "physdev.h",
        summary:
          "PHYSDEVOP_pirq_eoi_gmfn_v1, v2: a page of bits that say which interrupts need an EOI.",
        since: .v3_4,
        [
          Field(.xenPfn, "gmfn")
        ]),
      Structure(
        "physdev_irq_status_query", "physdev.h",
        summary: "PHYSDEVOP_irq_status_query: what an interrupt needs at its end.", since: .v3_0_3,
        [
          Field(.u32, "irq"),
          Field(.u32, "flags"),
        ]),
      Structure(
        "physdev_set_iopl", "physdev.h",
        summary: "PHYSDEVOP_set_iopl: the I/O privilege level of this vCPU.", since: .v3_0_3,
        [
          Field(.u32, "iopl")
        ]),
      Structure(
        "physdev_set_iobitmap", "physdev.h",
        summary: "PHYSDEVOP_set_iobitmap: the ports that user space may use.", since: .v3_0_3,
        [
          Field(.pointer("uint8_t"), "bitmap", until: .v3_0_4),
          Field(.handle("uint8_t"), "bitmap", since: .v3_0_4),
          Field(.u32, "nr_ports"),
        ]),
      Structure(
        "physdev_apic", "physdev.h",
        summary: "PHYSDEVOP_apic_read, apic_write: a register of an I/O APIC.", since: .v3_0_3,
        [
          Field(.ulong, "apic_physbase"),
          Field(.u32, "reg"),
          Field(.u32, "value"),
        ]),
      Structure(
        "physdev_irq", "physdev.h",
        summary: "PHYSDEVOP_alloc_irq_vector: the vector of an interrupt.", since: .v3_0_3,
        [
          Field(.u32, "irq"),
          Field(.u32, "vector"),
        ]),
      Structure(
        "physdev_op", "physdev.h",
        summary: "Argument of physdev_op_compat: the command and its structure in one.",
        [
          Field(.u32, "cmd"),
          Field(
            .union([
              Field(.named("physdevop_irq_status_query"), "irq_status_query", until: .v3_0_3),
              Field(.named("physdevop_set_iopl"), "set_iopl", until: .v3_0_3),
              Field(.named("physdevop_set_iobitmap"), "set_iobitmap", until: .v3_0_3),
              Field(.named("physdevop_apic"), "apic_op", until: .v3_0_3),
              Field(.named("physdevop_irq"), "irq_op", until: .v3_0_3),
              Field(.named("physdev_irq_status_query"), "irq_status_query", since: .v3_0_3),
              Field(.named("physdev_set_iopl"), "set_iopl", since: .v3_0_3),
              Field(.named("physdev_set_iobitmap"), "set_iobitmap", since: .v3_0_3),
              Field(.named("physdev_apic"), "apic_op", since: .v3_0_3),
              Field(.named("physdev_irq"), "irq_op", since: .v3_0_3),
            ]), "u"),
        ]),
      Structure(
        "physdev_map_pirq", "physdev.h",
        summary: "PHYSDEVOP_map_pirq: a pirq for a GSI or for an MSI.", since: .v3_3,
        [
          Field(.domid, "domid"),
          Field(.int, "type"),
          Field(.int, "index"),
          Field(.int, "pirq"),
          Field(.int, "bus"),
          Field(.int, "devfn"),
          Field(.int, "entry_nr"),
          Field(.u64, "table_base"),
        ]),
      Structure(
        "physdev_unmap_pirq", "physdev.h", summary: "PHYSDEVOP_unmap_pirq: give the pirq back.",
        since: .v3_3,
        [
          Field(.domid, "domid"),
          Field(.int, "pirq"),
        ]),
      Structure(
        "physdev_setup_gsi", "physdev.h",
        summary: "PHYSDEVOP_setup_gsi: trigger and polarity of a GSI.", since: .v4_0,
        [
          Field(.int, "gsi"),
          Field(.u8, "triggering"),
          Field(.u8, "polarity"),
        ]),
      Structure(
        "physdev_get_free_pirq", "physdev.h",
        summary: "PHYSDEVOP_get_free_pirq: a pirq that is not in use.", since: .v4_1,
        [
          Field(.int, "type"),
          Field(.u32, "pirq"),
        ]),
    ]
}

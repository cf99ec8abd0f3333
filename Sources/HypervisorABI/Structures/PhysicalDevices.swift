// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `PHYSDEVOP_*`. Source: public/physdev.h, 3.0.2 to 4.22.
  static let physicalDevices: [Structure] =
    interrupts("physdevop_", until: .v3_0_3) + interrupts("physdev_", since: .v3_0_3) + [
      physdev("eoi", since: .v3_0_3, [Field(.u32, "irq")]),
      physdev("pirq_eoi_gmfn", since: .v3_4, [Field(.xenPfn, "gmfn")]),
      physdev(
        "map_pirq", since: .v3_3,
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
      physdev("unmap_pirq", since: .v3_3, [Field(.domid, "domid"), Field(.int, "pirq")]),
      physdev("manage_pci", since: .v3_3, [Field(.u8, "bus"), Field(.u8, "devfn")]),
      physdev(
        "setup_gsi", since: .v4_0,
        [Field(.int, "gsi"), Field(.u8, "triggering"), Field(.u8, "polarity")]),
      physdev("get_free_pirq", since: .v4_1, [Field(.int, "type"), Field(.u32, "pirq")]),
      Structure(
        "physdev_op", "physdev.h",
        [
          Field(.u32, "cmd"),
          Field(.union(operations("physdevop_")), "u", until: .v3_0_3),
          Field(.union(operations("physdev_")), "u", since: .v3_0_3),
        ]),
    ]

  /// The interrupt and I/O privilege structures, which 3.0.3 renamed.
  private static func interrupts(
    _ prefix: String, since: XenRelease = .v3_0_2, until: XenRelease? = nil
  ) -> [Structure] {
    let rows: [(String, [Field])] = [
      ("irq_status_query", [Field(.u32, "irq"), Field(.u32, "flags")]),
      ("set_iopl", [Field(.u32, "iopl")]),
      (
        "set_iobitmap",
        [
          Field(.pointer("uint8_t"), "bitmap", until: .v3_0_4),
          Field(.handle("uint8_t"), "bitmap", since: .v3_0_4),
          Field(.u32, "nr_ports"),
        ]
      ),
      ("apic", [Field(.ulong, "apic_physbase"), Field(.u32, "reg"), Field(.u32, "value")]),
      ("irq", [Field(.u32, "irq"), Field(.u32, "vector")]),
    ]
    return rows.map { name, fields in
      Structure(prefix + name, "physdev.h", since: since, until: until, fields)
    }
  }

  private static func operations(_ prefix: String) -> [Field] {
    [
      Field(.named(prefix + "irq_status_query"), "irq_status_query"),
      Field(.named(prefix + "set_iopl"), "set_iopl"),
      Field(.named(prefix + "set_iobitmap"), "set_iobitmap"),
      Field(.named(prefix + "apic"), "apic_op"),
      Field(.named(prefix + "irq"), "irq_op"),
    ]
  }

  private static func physdev(
    _ name: String, since: XenRelease, _ fields: [Field]
  ) -> Structure {
    Structure("physdev_" + name, "physdev.h", since: since, fields)
  }
}

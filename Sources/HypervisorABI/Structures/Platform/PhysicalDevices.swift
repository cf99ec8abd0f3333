// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `PHYSDEVOP_*` for PCI devices and the debug port. Source: public/physdev.h, 3.3
  /// to 4.22.
  static let physicalDevices: [Structure] =
    [
      Structure(
        "physdev_manage_pci", "physdev.h",
        summary: "PHYSDEVOP_manage_pci_add, remove: a device that dom0 found.", since: .v3_3,
        [
          Field(.u8, "bus"),
          Field(.u8, "devfn"),
        ]),
      Structure(
        "physdev_manage_pci_ext", "physdev.h",
        summary: "PHYSDEVOP_manage_pci_add_ext: the same, with its functions.", since: .v3_4,
        [
          Field(.u8, "bus"),
          Field(.u8, "devfn"),
          Field(.uint, "is_extfn", until: .v4_17),
          Field(.uint, "is_virtfn", until: .v4_17),
          Field(.u32, "is_extfn", since: .v4_17),
          Field(.u32, "is_virtfn", since: .v4_17),
          Field(
            .struct([
              Field(.u8, "bus"),
              Field(.u8, "devfn"),
            ]), "physfn"),
        ]),
      Structure(
        "physdev_restore_msi", "physdev.h",
        summary: "PHYSDEVOP_restore_msi: write a device's MSI state again after a reset.",
        since: .v3_4,
        [
          Field(.u8, "bus"),
          Field(.u8, "devfn"),
        ]),
      Structure(
        "physdev_pci_mmcfg_reserved", "physdev.h",
        summary: "PHYSDEVOP_pci_mmcfg_reserved: whether firmware reserved the MMCONFIG range.",
        since: .v4_2,
        [
          Field(.u64, "address"),
          Field(.u16, "segment"),
          Field(.u8, "start_bus"),
          Field(.u8, "end_bus"),
          Field(.u32, "flags"),
        ]),
      Structure(
        "physdev_pci_device_add", "physdev.h",
        summary: "PHYSDEVOP_pci_device_add: a device with its segment and its NUMA node.",
        since: .v4_2,
        [
          Field(.u16, "seg"),
          Field(.u8, "bus"),
          Field(.u8, "devfn"),
          Field(.u32, "flags"),
          Field(
            .struct([
              Field(.u8, "bus"),
              Field(.u8, "devfn"),
            ]), "physfn"),
          Field(.u32, "optarr", count: 0),
        ]),
      Structure(
        "physdev_pci_device", "physdev.h",
        summary:
          "PHYSDEVOP_pci_device_remove, restore_msi_ext …: a device by segment, bus, function.",
        since: .v4_2,
        [
          Field(.u16, "seg"),
          Field(.u8, "bus"),
          Field(.u8, "devfn"),
        ]),
      Structure(
        "physdev_dbgp_op", "physdev.h",
        summary: "PHYSDEVOP_dbgp_op: before and after dom0 resets the USB debug port.",
        since: .v4_3,
        [
          Field(.u8, "op"),
          Field(.u8, "bus"),
          Field(
            .union([
              Field(.named("physdev_pci_device"), "pci")
            ]), "u"),
        ]),
      Structure(
        "pci_device_reset", "physdev.h",
        summary: "PHYSDEVOP_pci_device_reset: what kind of reset dom0 did.", since: .v4_20,
        [
          Field(.named("physdev_pci_device"), "dev"),
          Field(.u32, "flags"),
        ]),
    ]
}

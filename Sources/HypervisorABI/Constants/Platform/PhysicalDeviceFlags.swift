// SPDX-License-Identifier: Apache-2.0

/// Flags of PHYSDEVOP_* for PCI devices and the debug port. Source: public/physdev.h, 4.2 to 4.22.
extension ConstantGroup {
  /// Flags of PHYSDEVOP_pci_device_add and related commands.
  public static let pciDeviceFlags = ConstantGroup(
    "flags of PHYSDEVOP_pci_device_add and its kin", "physdev.h",
    [
      Constant("XEN_PCI_MMCFG_RESERVED", hex: 0x1, since: .v4_2),
      Constant("XEN_PCI_DEV_EXTFN", hex: 0x1, since: .v4_2),
      Constant("XEN_PCI_DEV_VIRTFN", hex: 0x2, since: .v4_2),
      Constant("XEN_PCI_DEV_PXM", hex: 0x4, since: .v4_2),
    ])

  /// Types of reset of PHYSDEVOP_pci_device_reset.
  public static let pciResets = ConstantGroup(
    "kinds of reset of PHYSDEVOP_pci_device_reset", "physdev.h",
    [
      Constant("PCI_DEVICE_RESET_COLD", hex: 0x0, since: .v4_20),
      Constant("PCI_DEVICE_RESET_WARM", hex: 0x1, since: .v4_20),
      Constant("PCI_DEVICE_RESET_HOT", hex: 0x2, since: .v4_20),
      Constant("PCI_DEVICE_RESET_FLR", hex: 0x3, since: .v4_20),
      Constant("PCI_DEVICE_RESET_MASK", hex: 0x3, since: .v4_20),
    ])

  /// Steps of PHYSDEVOP_dbgp_op.
  public static let debugPort = ConstantGroup(
    "steps of PHYSDEVOP_dbgp_op", "physdev.h",
    [
      Constant("PHYSDEVOP_DBGP_RESET_PREPARE", 1, since: .v4_3),
      Constant("PHYSDEVOP_DBGP_RESET_DONE", 2, since: .v4_3),
      Constant("PHYSDEVOP_DBGP_BUS_UNKNOWN", 0, since: .v4_3),
      Constant("PHYSDEVOP_DBGP_BUS_PCI", 1, since: .v4_3),
    ])
}

// SPDX-License-Identifier: Apache-2.0

/// Constants of public/physdev.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Commands of physdev_op.
  public static let physdevOp = ConstantGroup(
    "commands of physdev_op", "physdev.h",
    [
      Constant("PHYSDEVOP_eoi", 12, since: .v3_0_3, takes: "physdev_eoi"),
      Constant("PHYSDEVOP_pirq_eoi_gmfn_v1", 17, since: .v4_2, takes: "physdev_pirq_eoi_gmfn"),
      Constant("PHYSDEVOP_pirq_eoi_gmfn_v2", 28, since: .v4_2, takes: "physdev_pirq_eoi_gmfn"),
      Constant("PHYSDEVOP_irq_status_query", 5, since: .v3_0_3, takes: "physdev_irq_status_query"),
      Constant("PHYSDEVOP_set_iopl", 6, since: .v3_0_3, takes: "physdev_set_iopl"),
      Constant("PHYSDEVOP_set_iobitmap", 7, since: .v3_0_3, takes: "physdev_set_iobitmap"),
      Constant("PHYSDEVOP_apic_read", 8, since: .v3_0_3, takes: "physdev_apic"),
      Constant("PHYSDEVOP_apic_write", 9, since: .v3_0_3, takes: "physdev_apic"),
      Constant("PHYSDEVOP_alloc_irq_vector", 10, since: .v3_0_3, takes: "physdev_irq"),
      Constant("PHYSDEVOP_free_irq_vector", 11, since: .v3_0_3, takes: "physdev_irq"),
      Constant("PHYSDEVOP_map_pirq", 13, since: .v3_3, takes: "physdev_map_pirq"),
      Constant("PHYSDEVOP_unmap_pirq", 14, since: .v3_3, takes: "physdev_unmap_pirq"),
      Constant("PHYSDEVOP_manage_pci_add", 15, since: .v3_3, takes: "physdev_manage_pci"),
      Constant("PHYSDEVOP_manage_pci_remove", 16, since: .v3_3, takes: "physdev_manage_pci"),
      Constant("PHYSDEVOP_restore_msi", 19, since: .v3_4, takes: "physdev_restore_msi"),
      Constant("PHYSDEVOP_manage_pci_add_ext", 20, since: .v3_4, takes: "physdev_manage_pci_ext"),
      Constant("PHYSDEVOP_setup_gsi", 21, since: .v4_0, takes: "physdev_setup_gsi"),
      Constant("PHYSDEVOP_get_free_pirq", 23, since: .v4_1, takes: "physdev_get_free_pirq"),
      Constant(
        "PHYSDEVOP_pci_mmcfg_reserved", 24, since: .v4_2, takes: "physdev_pci_mmcfg_reserved"),
      Constant("PHYSDEVOP_pci_device_add", 25, since: .v4_2, takes: "physdev_pci_device_add"),
      Constant("PHYSDEVOP_pci_device_remove", 26, since: .v4_2, takes: "physdev_pci_device"),
      Constant("PHYSDEVOP_restore_msi_ext", 27, since: .v4_2, takes: "physdev_pci_device"),
      Constant("PHYSDEVOP_prepare_msix", 30, since: .v4_3, takes: "physdev_pci_device"),
      Constant("PHYSDEVOP_release_msix", 31, since: .v4_3, takes: "physdev_pci_device"),
      Constant("PHYSDEVOP_dbgp_op", 29, since: .v4_3, takes: "physdev_dbgp_op"),
      Constant("PHYSDEVOP_pci_device_reset", 32, since: .v4_20, takes: "pci_device_reset"),
      Constant("PHYSDEVOP_IRQ_UNMASK_NOTIFY", 4),
      Constant(
        "PHYSDEVOP_pirq_eoi_gmfn", 17, since: .v3_4, until: .v4_2, takes: "physdev_pirq_eoi_gmfn"),
      Constant("PHYSDEVOP_pirq_eoi_gmfn", 28, since: .v4_2, takes: "physdev_pirq_eoi_gmfn"),
      Constant("PHYSDEVOP_IRQ_STATUS_QUERY", 5, until: .v4_6),
      Constant("PHYSDEVOP_SET_IOPL", 6, until: .v4_6),
      Constant("PHYSDEVOP_SET_IOBITMAP", 7, until: .v4_6),
      Constant("PHYSDEVOP_APIC_READ", 8, until: .v4_6),
      Constant("PHYSDEVOP_APIC_WRITE", 9, until: .v4_6),
      Constant("PHYSDEVOP_ASSIGN_VECTOR", 10, until: .v4_6),
      Constant("PHYSDEVOP_FREE_VECTOR", 11, since: .v3_0_4, until: .v4_6),
    ])

  /// Flags of irq_status_query.
  public static let irqStatus = ConstantGroup(
    "flags of irq_status_query", "physdev.h",
    [
      Constant("XENIRQSTAT_needs_eoi", hex: 0x1, since: .v3_0_3),
      Constant("XENIRQSTAT_shared", hex: 0x2, since: .v3_0_3),
      Constant("_XENIRQSTAT_needs_eoi", 0, since: .v3_0_3),
      Constant("_XENIRQSTAT_shared", 1, since: .v3_0_3),
      Constant("PHYSDEVOP_IRQ_NEEDS_UNMASK_NOTIFY", hex: 0x1, until: .v4_6),
      Constant("PHYSDEVOP_IRQ_SHARED", 2, since: .v3_0_3, until: .v4_6),
    ])

  /// Types of map_pirq.
  public static let pirqTypes = ConstantGroup(
    "types of map_pirq", "physdev.h",
    [
      Constant("MAP_PIRQ_TYPE_MSI", 0, since: .v3_3),
      Constant("MAP_PIRQ_TYPE_GSI", 1, since: .v3_3),
      Constant("MAP_PIRQ_TYPE_UNKNOWN", 2, since: .v3_3),
      Constant("MAP_PIRQ_TYPE_MSI_SEG", 3, since: .v4_2),
      Constant("MAP_PIRQ_TYPE_MULTI_MSI", 4, since: .v4_4),
    ])
}

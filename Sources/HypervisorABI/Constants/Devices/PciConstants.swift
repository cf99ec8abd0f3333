// SPDX-License-Identifier: Apache-2.0

/// Operations of a passed-through PCI device. Source: public/io/pciif.h, 3.0.2 to 4.22.
extension ConstantGroup {
  /// Operations of a PCI front end.
  public static let pciOps = ConstantGroup(
    "operations of a PCI frontend", "io/pciif.h",
    [
      Constant("XEN_PCI_OP_conf_read", 0, since: .v3_0_2),
      Constant("XEN_PCI_OP_conf_write", 1, since: .v3_0_2),
      Constant("XEN_PCI_OP_enable_msi", 2, since: .v3_3),
      Constant("XEN_PCI_OP_disable_msi", 3, since: .v3_3),
      Constant("XEN_PCI_OP_enable_msix", 4, since: .v3_3),
      Constant("XEN_PCI_OP_disable_msix", 5, since: .v3_3),
      Constant("XEN_PCI_OP_aer_detected", 6, since: .v3_4),
      Constant("XEN_PCI_OP_aer_resume", 7, since: .v3_4),
      Constant("XEN_PCI_OP_aer_mmio", 8, since: .v3_4),
      Constant("XEN_PCI_OP_aer_slotreset", 9, since: .v3_4),
      Constant("XEN_PCI_OP_enable_multi_msi", 10, since: .v4_4),
    ])

  /// Flags and results of a PCI front end.
  public static let pciValues = ConstantGroup(
    "flags and results of a PCI frontend", "io/pciif.h",
    [
      Constant("_XEN_PCIF_active", 0, since: .v3_0_2),
      Constant("XEN_PCIF_active", hex: 0x1, since: .v3_4),
      Constant("_XEN_PCIB_AERHANDLER", 1, since: .v3_4),
      Constant("XEN_PCIB_AERHANDLER", hex: 0x2, since: .v3_4),
      Constant("_XEN_PCIB_active", 2, since: .v3_4),
      Constant("XEN_PCIB_active", hex: 0x4, since: .v3_4),
      Constant("XEN_PCI_ERR_success", 0, since: .v3_0_2),
      Constant("XEN_PCI_ERR_dev_not_found", -1, since: .v3_0_2),
      Constant("XEN_PCI_ERR_invalid_offset", -2, since: .v3_0_2),
      Constant("XEN_PCI_ERR_access_denied", -3, since: .v3_0_2),
      Constant("XEN_PCI_ERR_not_implemented", -4, since: .v3_0_2),
      Constant("XEN_PCI_ERR_op_failed", -5, since: .v3_0_2),
      Constant("SH_INFO_MAX_VEC", 128, since: .v3_3),
    ])
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// A PCI device that is passed through to a PV guest. Source: public/io/pciif.h, 3.0.2 to 4.22.
  static let pciFrontends: [Structure] =
    [
      Structure(
        "xen_msix_entry", "io/pciif.h", summary: "A vector of MSI-X and its place.", since: .v3_3,
        [
          Field(.u16, "vector"),
          Field(.u16, "entry"),
        ]),
      Structure(
        "xen_pci_op", "io/pciif.h",
        summary: "An access to configuration space, or a command, and its result.", since: .v3_0_2,
        [
          Field(.u32, "cmd"),
          Field(.s32, "err"),
          Field(.u32, "domain"),
          Field(.u32, "bus"),
          Field(.u32, "devfn"),
          Field(.s32, "offset"),
          Field(.s32, "size"),
          Field(.u32, "value"),
          Field(.u32, "info", since: .v3_3),
          Field(.named("xen_msix_entry"), "msix_entries", count: 128, since: .v3_3),
        ]),
      Structure(
        "xen_pcie_aer_op", "io/pciif.h", summary: "An error that the device reported.",
        since: .v3_4,
        [
          Field(.u32, "cmd"),
          Field(.s32, "err"),
          Field(.u32, "domain"),
          Field(.u32, "bus"),
          Field(.u32, "devfn"),
        ]),
      Structure(
        "xen_pci_sharedinfo", "io/pciif.h", summary: "The shared page: one operation, one error.",
        since: .v3_0_2,
        [
          Field(.u32, "flags"),
          Field(.named("xen_pci_op"), "op"),
          Field(.named("xen_pcie_aer_op"), "aer_op", since: .v3_4),
        ]),
    ]
}

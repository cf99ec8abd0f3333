// SPDX-License-Identifier: Apache-2.0

/// A structure of Xen's that a guest calls otherwise, so that it is compared under the model's name.
struct ForeignName {
  /// The guest's tag.
  let guest: String
  let model: String

  private init(_ guest: String, _ model: String) {
    self.guest = guest
    self.model = model
  }

  /// Linux's tags. Source: include/xen/interface, arch/x86/include/asm/pvclock-abi.h, 2.6.28 to 6.1.
  static let structures: [ForeignName] = [
    ForeignName("pvclock_vcpu_time_info", "vcpu_time_info"),
    ForeignName("xen_add_to_physmap_range", "xen_add_to_physmap_batch"),
    ForeignName("xen_netif_tx_request", "netif_tx_request"),
    ForeignName("xen_netif_tx_response", "netif_tx_response"),
    ForeignName("xen_netif_rx_request", "netif_rx_request"),
    ForeignName("xen_netif_rx_response", "netif_rx_response"),
    ForeignName("xen_netif_extra_info", "netif_extra_info"),
    ForeignName("xen_netif_tx_sring", "netif_tx_sring"),
    ForeignName("xen_netif_rx_sring", "netif_rx_sring"),
    ForeignName("vtpm_shared_page", "tpmif_shared_page"),
  ]

  /// Members by the model's tag, and by the guest's way to them.
  static let members: [String: [String: String]] = [
    "shared_info": ["wc.version": "wc_version", "wc.sec": "wc_sec", "wc.nsec": "wc_nsec"],
    "xen_memory_reservation": ["address_bits": "mem_flags"],
    "xen_memory_exchange": [
      "in.address_bits": "in.mem_flags", "out.address_bits": "out.mem_flags",
    ],
  ]

  /// What the model calls a guest's structure.
  static func structure(_ guest: String) -> String {
    structures.first { $0.guest == guest }?.model ?? guest
  }

  /// What the model calls members of its structure, by the guest's way to them.
  static func members(of structure: String) -> [String: String] { members[structure] ?? [:] }
}

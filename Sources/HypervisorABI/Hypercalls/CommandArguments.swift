// SPDX-License-Identifier: Apache-2.0

/// The structures that the arguments of sub-operations point to.
public enum CommandArguments {
  /// The tag of the structure for a command: `sched_poll` for `SCHEDOP_poll`.
  ///
  /// - Returns: the tag; nil if the command takes no structure, or the model does not have it.
  public static func structure(of command: String) -> String? {
    if let named = exceptions[command] { return isKnown(named) ? named : nil }
    for (prefix, stem) in stems where command.hasPrefix(prefix) {
      let tag = stem + command.dropFirst(prefix.count)
      if isKnown(tag) { return tag }
    }
    return wholes.first { command.hasPrefix($0.key) }?.value
  }

  private static func isKnown(_ tag: String) -> Bool { tags.contains(tag) }

  private static let tags = Set(Structure.all.map(\.name))

  /// Most headers name the structure after the command, with another prefix.
  private static let stems = [
    ("SCHEDOP_", "sched_"), ("EVTCHNOP_", "evtchn_"), ("VCPUOP_", "vcpu_"),
    ("GNTTABOP_", "gnttab_"), ("PHYSDEVOP_", "physdev_"), ("XENMEM_", "xen_"),
    ("XENVER_", "xen_"), ("CALLBACKOP_", "callback_"), ("HVMOP_", "xen_hvm_"),
    ("XENPF_", "xenpf_"), ("XENOPROF_", "xenoprof_"),
  ]

  /// Calls whose commands all take the same structure.
  private static let wholes = ["MMUEXT_": "mmuext_op", "MMU_": "mmu_update"]

  private static let exceptions = [
    "XENMEM_increase_reservation": "xen_memory_reservation",
    "XENMEM_decrease_reservation": "xen_memory_reservation",
    "XENMEM_populate_physmap": "xen_memory_reservation",
    "XENMEM_exchange": "xen_memory_exchange",
    "XENMEM_machine_memory_map": "xen_memory_map",
    "XENMEM_set_memory_map": "xen_foreign_memory_map",
    "XENMEM_machphys_compat_mfn_list": "xen_machphys_mfn_list",
    "XENMEM_current_reservation": "xen_memory_domain",
    "XENMEM_maximum_reservation": "xen_memory_domain",
    "XENMEM_maximum_gpfn": "xen_memory_domain",
    "XENMEM_set_pod_target": "xen_pod_target",
    "XENMEM_get_pod_target": "xen_pod_target",
    "XENMEM_get_vnumainfo": "xen_vnuma_topology_info",
    "XENVER_get_features": "xen_feature_info",
    "VCPUOP_initialise": "vcpu_guest_context",
    "VCPUOP_get_runstate_info": "vcpu_runstate_info",
    "VCPUOP_register_vcpu_time_memory_area": "vcpu_register_time_memory_area",
    "XENNMI_register_callback": "xennmi_callback",
    "SCHEDOP_shutdown_code": "sched_shutdown",
    "PHYSDEVOP_apic_read": "physdev_apic",
    "PHYSDEVOP_apic_write": "physdev_apic",
    "PHYSDEVOP_alloc_irq_vector": "physdev_irq",
    "PHYSDEVOP_free_irq_vector": "physdev_irq",
    "PHYSDEVOP_manage_pci_add": "physdev_manage_pci",
    "PHYSDEVOP_manage_pci_remove": "physdev_manage_pci",
    "PHYSDEVOP_pirq_eoi_gmfn_v1": "physdev_pirq_eoi_gmfn",
    "PHYSDEVOP_pirq_eoi_gmfn_v2": "physdev_pirq_eoi_gmfn",
    "PHYSDEVOP_pci_device_remove": "physdev_pci_device",
    "PHYSDEVOP_restore_msi_ext": "physdev_pci_device",
    "PHYSDEVOP_prepare_msix": "physdev_pci_device",
    "PHYSDEVOP_release_msix": "physdev_pci_device",
    "HVMOP_set_param": "xen_hvm_param",
    "HVMOP_get_param": "xen_hvm_param",
  ]
}

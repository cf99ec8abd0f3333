// SPDX-License-Identifier: Apache-2.0

/// Commands of hvm_op and their values. Source: public/hvm/hvm_op.h, hvm_vcpu.h, 3.0.3 to 4.22.
extension ConstantGroup {
  /// Commands of hvm_op.
  public static let hvmOp = ConstantGroup(
    "commands of hvm_op", "hvm/hvm_op.h",
    [
      Constant("HVMOP_set_param", 0, since: .v3_0_3, takes: "xen_hvm_param"),
      Constant("HVMOP_get_param", 1, since: .v3_0_3, takes: "xen_hvm_param"),
      Constant("HVMOP_flush_tlbs", 5, since: .v3_2),
      Constant("HVMOP_pagetable_dying", 9, since: .v4_1, takes: "xen_hvm_pagetable_dying"),
      Constant("HVMOP_get_time", 10, since: .v4_1, takes: "xen_hvm_get_time"),
      Constant("HVMOP_xentrace", 11, since: .v4_1, takes: "xen_hvm_xentrace"),
      Constant("HVMOP_get_mem_type", 15, since: .v4_2, takes: "xen_hvm_get_mem_type"),
      Constant(
        "HVMOP_set_evtchn_upcall_vector", 23, since: .v4_6, takes: "xen_hvm_evtchn_upcall_vector"),
      Constant("HVMOP_guest_request_vm_event", 24, since: .v4_6),
      Constant("HVMOP_altp2m", 25, since: .v4_6, takes: "xen_hvm_altp2m_op"),
      Constant(
        "HVMOP_set_pci_intx_level", 2, since: .v3_0_4, until: .v4_9,
        takes: "xen_hvm_set_pci_intx_level"),
      Constant(
        "HVMOP_set_isa_irq_level", 3, since: .v3_0_4, until: .v4_9,
        takes: "xen_hvm_set_isa_irq_level"),
      Constant(
        "HVMOP_set_pci_link_route", 4, since: .v3_0_4, until: .v4_9,
        takes: "xen_hvm_set_pci_link_route"),
    ])

  /// Commands of HVMOP_altp2m.
  public static let altp2mOp = ConstantGroup(
    "commands of HVMOP_altp2m", "hvm/hvm_op.h",
    [
      Constant("HVMOP_ALTP2M_INTERFACE_VERSION", hex: 0x1, since: .v4_6),
      Constant(
        "HVMOP_altp2m_get_domain_state", 1, since: .v4_6, takes: "xen_hvm_altp2m_domain_state"),
      Constant(
        "HVMOP_altp2m_set_domain_state", 2, since: .v4_6, takes: "xen_hvm_altp2m_domain_state"),
      Constant(
        "HVMOP_altp2m_vcpu_enable_notify", 3, since: .v4_6,
        takes: "xen_hvm_altp2m_vcpu_enable_notify"),
      Constant("HVMOP_altp2m_create_p2m", 4, since: .v4_6, takes: "xen_hvm_altp2m_view"),
      Constant("HVMOP_altp2m_destroy_p2m", 5, since: .v4_6, takes: "xen_hvm_altp2m_view"),
      Constant("HVMOP_altp2m_switch_p2m", 6, since: .v4_6, takes: "xen_hvm_altp2m_view"),
      Constant("HVMOP_altp2m_set_mem_access", 7, since: .v4_6),
      Constant("HVMOP_altp2m_change_gfn", 8, since: .v4_6, takes: "xen_hvm_altp2m_change_gfn"),
      Constant(
        "HVMOP_altp2m_set_mem_access_multi", 9, since: .v4_11,
        takes: "xen_hvm_altp2m_set_mem_access_multi"),
      Constant(
        "HVMOP_altp2m_set_suppress_ve", 10, since: .v4_12, takes: "xen_hvm_altp2m_suppress_ve"),
      Constant(
        "HVMOP_altp2m_get_suppress_ve", 11, since: .v4_12, takes: "xen_hvm_altp2m_suppress_ve"),
      Constant(
        "HVMOP_altp2m_get_mem_access", 12, since: .v4_12, takes: "xen_hvm_altp2m_mem_access"),
      Constant(
        "HVMOP_altp2m_vcpu_disable_notify", 13, since: .v4_12,
        takes: "xen_hvm_altp2m_vcpu_disable_notify"),
      Constant(
        "HVMOP_altp2m_get_p2m_idx", 14, since: .v4_13, takes: "xen_hvm_altp2m_get_vcpu_p2m_idx"),
      Constant(
        "HVMOP_altp2m_set_suppress_ve_multi", 15, since: .v4_14,
        takes: "xen_hvm_altp2m_suppress_ve_multi"),
      Constant(
        "HVMOP_altp2m_set_visibility", 16, since: .v4_14, takes: "xen_hvm_altp2m_set_visibility"),
    ])

  /// Memory types of HVMOP_get_mem_type.
  public static let hvmMemoryTypes = ConstantGroup(
    "kinds of memory of HVMOP_get_mem_type", "hvm/hvm_op.h",
    [
      Constant("HVMMEM_ram_rw", 0, since: .v4_2),
      Constant("HVMMEM_ram_ro", 1, since: .v4_2),
      Constant("HVMMEM_mmio_dm", 2, since: .v4_2),
      Constant("HVMMEM_unused", 3, since: .v4_7),
      Constant("HVMMEM_ioreq_server", 4, since: .v4_8),
      Constant("HVMMEM_mmio_write_dm", 3, since: .v4_6, until: .v4_7),
    ])

  /// Modes in which VCPUOP_initialise starts a vCPU.
  public static let hvmVcpuModes = ConstantGroup(
    "modes in which VCPUOP_initialise starts a vCPU", "hvm/hvm_vcpu.h",
    [
      Constant("VCPU_HVM_MODE_32B", 0, since: .v4_7),
      Constant("VCPU_HVM_MODE_64B", 1, since: .v4_7),
    ])
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Whether the headers of some release of Xen define a guest handle for this type. For any other
  /// type, a guest has to define the handle itself.
  public var hasHandle: Bool { Self.withHandles.contains(name) }

  /// Source: DEFINE_XEN_GUEST_HANDLE in the public headers, 3.0.0 to 4.22.
  private static let withHandles: Set<String> = [
    "callback_register", "callback_unregister", "cpu_user_regs", "evtchn_op", "flask_op",
    "gnttab_cache_flush", "gnttab_copy", "gnttab_dump_table", "gnttab_get_status_frames",
    "gnttab_get_version", "gnttab_map_grant_ref", "gnttab_query_size", "gnttab_set_version",
    "gnttab_setup_table", "gnttab_swap_grant_ref", "gnttab_transfer", "gnttab_unmap_and_replace",
    "gnttab_unmap_grant_ref", "mc_info", "mmu_update", "mmuext_op", "multicall_entry",
    "physdev_apic", "physdev_dbgp_op", "physdev_eoi", "physdev_get_free_pirq", "physdev_irq",
    "physdev_irq_status_query", "physdev_manage_pci", "physdev_manage_pci_ext",
    "physdev_map_pirq", "physdev_op", "physdev_pci_device", "physdev_pci_device_add",
    "physdev_pci_mmcfg_reserved", "physdev_pirq_eoi_gmfn", "physdev_restore_msi",
    "physdev_set_iobitmap", "physdev_set_iopl", "physdev_setup_gsi", "physdev_unmap_pirq",
    "sched_pin_override", "sched_poll", "sched_remote_shutdown", "sched_shutdown",
    "sched_watchdog", "tmem_op", "trap_info", "vcpu_get_physid", "vcpu_guest_context",
    "vcpu_hvm_context", "vcpu_register_runstate_memory_area", "vcpu_register_time_memory_area",
    "vcpu_register_vcpu_info", "vcpu_runstate_info", "vcpu_set_periodic_timer",
    "vcpu_set_singleshot_timer", "vcpu_time_info", "xen_add_to_physmap",
    "xen_add_to_physmap_batch", "xen_add_to_physmap_range", "xen_cpuid_leaf", "xen_dm_op_buf",
    "xen_flask_op", "xen_foreign_memory_map", "xen_hvm_altp2m_change_gfn",
    "xen_hvm_altp2m_domain_state", "xen_hvm_altp2m_mem_access", "xen_hvm_altp2m_op",
    "xen_hvm_altp2m_set_mem_access", "xen_hvm_altp2m_vcpu_disable_notify",
    "xen_hvm_altp2m_vcpu_enable_notify", "xen_hvm_altp2m_view", "xen_hvm_evtchn_upcall_vector",
    "xen_hvm_get_mem_type", "xen_hvm_get_time", "xen_hvm_pagetable_dying", "xen_hvm_param",
    "xen_hvm_set_isa_irq_level", "xen_hvm_set_pci_intx_level", "xen_hvm_set_pci_link_route",
    "xen_hvm_xentrace", "xen_kexec_load", "xen_kexec_segment", "xen_kexec_status",
    "xen_kexec_unload", "xen_machphys_mapping", "xen_machphys_mfn_list", "xen_mc",
    "xen_mc_fetch", "xen_mc_logical_cpu", "xen_mc_notifydomain", "xen_mem_acquire_resource",
    "xen_memory_exchange", "xen_memory_map", "xen_memory_reservation", "xen_msr_entry",
    "xen_platform_op", "xen_pmu_amd_ctxt", "xen_pmu_arch", "xen_pmu_cntr_pair",
    "xen_pmu_intel_ctxt", "xen_pmu_params", "xen_pmu_regs", "xen_processor_csd",
    "xen_processor_cx", "xen_processor_performance", "xen_processor_px",
    "xen_remove_from_physmap", "xen_tmem_oid", "xen_translate_gpfn_list", "xen_vmemrange",
    "xen_vnuma_topology_info", "xennmi_callback", "xenoprof_buf", "xenoprof_counter",
    "xenoprof_get_buffer", "xenoprof_ibs_counter", "xenoprof_init", "xenoprof_passive",
    "xenpf_add_memtype", "xenpf_change_freq", "xenpf_core_parking", "xenpf_cpu_ol",
    "xenpf_del_memtype", "xenpf_dom0_console", "xenpf_efi_runtime_call",
    "xenpf_enter_acpi_sleep", "xenpf_firmware_info", "xenpf_getidletime",
    "xenpf_microcode_update", "xenpf_microcode_update2", "xenpf_pcpu_version", "xenpf_pcpuinfo",
    "xenpf_platform_quirk", "xenpf_read_memtype", "xenpf_resource_entry", "xenpf_resource_op",
    "xenpf_set_processor_pminfo", "xenpf_settime", "xenpf_symdata", "xenpf_ucode_revision",
  ]
}

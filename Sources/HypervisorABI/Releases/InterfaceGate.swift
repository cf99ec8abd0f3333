// SPDX-License-Identifier: Apache-2.0

/// A change of the interface that a guest gets by requesting a certain value of
/// `__XEN_INTERFACE_VERSION__`, or a later one.
///
/// Source: the conditions in the public headers, 3.0.2 to 4.22.
public struct InterfaceGate: Sendable {
  /// The lowest interface version that gets the change.
  public let value: UInt32
  /// The header, relative to xen/include/public.
  public let header: String
  /// What changes at this version, in one sentence.
  public let effect: String

  /// The structures, constants and calls whose declarations differ below this version, as far as
  /// the model has both declarations.
  public let names: [String]

  private init(_ value: UInt32, _ header: String, _ effect: String, _ names: [String] = []) {
    self.names = names
    self.value = value
    self.header = header
    self.effect = effect
  }

  /// All gates, by value.
  public static let all: [InterfaceGate] = [
    .init(0x0003_0101, "xen.h", "sched_op is call 29; below, the name means call 6"),
    .init(0x0003_0201, "arch-x86/xen.h", "guest handles are structures around a pointer"),
    .init(
      0x0003_0202, "xen.h",
      "event_channel_op and physdev_op are calls 32 and 33; below, calls 16 and 19",
      ["__HYPERVISOR_event_channel_op", "__HYPERVISOR_physdev_op"]),
    .init(
      0x0003_0203, "xen.h",
      "start_info.console_mfn and console_evtchn are console.domU.mfn and evtchn only",
      ["start_info"]),
    .init(
      0x0003_0203, "arch-x86/xen.h",
      "the entry by number × 32 in eax, without the page, is no longer declared"),
    .init(
      0x0003_0204, "xen.h", "call 7 is platform_op; dom0_op and dom0_ops.h are gone",
      ["__HYPERVISOR_dom0_op"]),
    .init(
      0x0003_0205, "xen.h", "mmuext_op.arg2.vcpumask and physdev's I/O bitmap are guest handles",
      ["mmuext_op", "physdev_set_iobitmap"]),
    .init(
      0x0003_0206, "xen.h", "dom0_vga_console_info has gbl_caps and mode_attrs",
      ["dom0_vga_console_info"]),
    .init(
      0x0003_0207, "callback.h", "CALLBACKTYPE_sysenter is 5; below, 3", ["CALLBACKTYPE_sysenter"]),
    .init(
      0x0003_0208, "io/ring.h", "rings want xen_mb, xen_rmb and xen_wmb; below, mb and the like"),
    .init(
      0x0003_0209, "memory.h", "xen_memory_reservation.address_bits is mem_flags",
      [
        "xen_memory_reservation", "XENMEMF_vnode", "XENMEMF_populate_on_demand",
        "XENMEMF_exact_node_request",
      ]),
    .init(
      0x0003_020a, "grant_table.h", "grant_entry is grant_entry_v1, version 2 is declared",
      [
        "grant_entry", "grant_entry_v1", "grant_entry_v2", "grant_entry_header",
        "gnttab_set_version", "gnttab_get_version", "gnttab_get_status_frames",
        "gnttab_swap_grant_ref", "gnttab_cache_flush", "GNTTABOP_swap_grant_ref",
        "GNTTABOP_set_version", "GNTTABOP_get_version", "GNTTABOP_get_status_frames",
        "GNTTABOP_cache_flush", "GNTTAB_CACHE_SOURCE_GREF", "GNTTAB_CACHE_INVAL",
        "GNTTAB_CACHE_CLEAN",
      ]),
    .init(
      0x0004_0200, "physdev.h", "PHYSDEVOP_pirq_eoi_gmfn is version 2; below, version 1",
      ["PHYSDEVOP_pirq_eoi_gmfn"]),
    .init(
      0x0004_0300, "grant_table.h", "gnttab_setup_table.frame_list is of xen_pfn_t",
      ["gnttab_setup_table"]),
    .init(0x0004_0300, "xen.h", "guest handles of long and unsigned long are gone"),
    .init(
      0x0004_0300, "platform.h", "xenpf_enter_acpi_sleep has val_a and val_b",
      ["xenpf_enter_acpi_sleep"]),
    .init(
      0x0004_0300, "nmi.h", "XEN_NMIREASON_parity_error is gone; pci_serr is its name",
      ["XEN_NMIREASON_parity_error"]),
    .init(
      0x0004_0400, "kexec.h", "xen_kexec_load is of version 2; below, of version 1",
      [
        "xen_kexec_load", "xen_kexec_segment", "xen_kexec_unload", "xen_kexec_status",
        "KEXEC_CMD_kexec_status", "KEXEC_CMD_kexec_unload", "KEXEC_CMD_kexec_load",
      ]),
    .init(
      0x0004_0400, "xen.h", "NR_EVENT_CHANNELS is gone: there is more than one layout",
      ["NR_EVENT_CHANNELS"]),
    .init(
      0x0004_0400, "memory.h", "XENMEM_add_to_physmap_range is add_to_physmap_batch only",
      ["XENMEM_add_to_physmap_range"]),
    .init(
      0x0004_0600, "platform.h", "XENPF_settime is settime64; below, settime32",
      ["XENPF_settime", "xenpf_settime", "xen_platform_op"]),
    .init(0x0004_0600, "physdev.h", "physdev operations in capitals are gone"),
    .init(0x0004_0600, "xen.h", "MAX_VMASST_TYPE is gone", ["MAX_VMASST_TYPE"]),
    .init(0x0004_0700, "xen.h", "vcpu_time_info has flags in what was padding", ["vcpu_time_info"]),
    .init(
      0x0004_0700, "memory.h", "xen_add_to_physmap_batch.foreign_domid is in a union u",
      ["xen_add_to_physmap_batch", "xen_add_to_physmap_batch_extra"]),
    .init(
      0x0004_0700, "hvm/hvm_op.h", "HVMMEM_mmio_write_dm is HVMMEM_unused",
      ["HVMMEM_mmio_write_dm", "HVMMEM_unused"]
    ),
    .init(0x0004_0700, "errno.h", "assembly must define XEN_ERRNO itself"),
    .init(0x0004_0800, "xsm/flask_op.h", "xen_flask_userlist is gone", ["xen_flask_userlist"]),
    .init(0x0004_0900, "hvm/hvm_op.h", "operations of device models are dm_op's only"),
    .init(
      0x0004_0a00, "hvm/hvm_op.h", "xen_hvm_altp2m_set_mem_access is mem_access"),
    .init(
      0x0004_0d00, "xen.h", "dom0_vga_console_info has ext_lfb_base", ["dom0_vga_console_info"]),
    .init(0x0004_0e00, "arch-x86/xen-mca.h", "__MC_NMSRS is gone", ["__MC_NMSRS"]),
    .init(0x0004_1300, "io/ring.h", "rings end in an array without a bound; below, of one element"),
    .init(0x0004_1300, "tmem.h", "tmem's operations are gone"),
  ]
}

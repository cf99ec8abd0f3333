// SPDX-License-Identifier: Apache-2.0

extension XenFeature {
  /// Every feature bit, in order. Source: public/features.h, 3.0.2 to 4.22.
  public static let all: [XenFeature] = [
    .init(
      0, "writable_page_tables", since: XenRelease(3, 0, 2), loaderName: "writable_page_tables",
      "the guest may write its page tables, Xen emulates or checks the writes"),
    .init(
      1, "writable_descriptor_tables", since: XenRelease(3, 0, 2),
      loaderName: "writable_descriptor_tables", "pages of a GDT or LDT may stay writable"),
    .init(
      2, "auto_translated_physmap", since: XenRelease(3, 0, 2),
      loaderName: "auto_translated_physmap", "Xen translates guest-physical addresses (HVM, PVH)"),
    .init(
      3, "supervisor_mode_kernel", since: XenRelease(3, 0, 2),
      loaderName: "supervisor_mode_kernel", "the guest kernel runs in ring 0"),
    .init(
      4, "pae_pgdir_above_4gb", since: XenRelease(3, 0, 2), loaderName: "pae_pgdir_above_4gb",
      "PAE page directories may lie above 4 GiB"),
    .init(
      5, "mmu_pt_update_preserve_ad", since: XenRelease(3, 3),
      "MMU_PT_UPDATE_PRESERVE_AD is there"),
    .init(
      6, "highmem_assist", since: XenRelease(3, 4), "MMUEXT_CLEAR_PAGE and COPY_PAGE are there"),
    .init(
      7, "gnttab_map_avail_bits", since: XenRelease(3, 4),
      "GNTTABOP_map_grant_ref takes the page-table entry's software bits"),
    .init(
      8, "hvm_callback_vector", since: XenRelease(4, 1), loaderName: "hvm_callback_vector",
      "event channels may arrive by an interrupt vector (HVM)"),
    .init(
      9, "hvm_safe_pvclock", since: XenRelease(4, 1), "the paravirtual clock may be used by HVM"),
    .init(
      10, "hvm_pirqs", since: XenRelease(4, 1), "physical interrupts as event channels for HVM"),
    .init(
      11, "dom0", since: XenRelease(4, 2), loaderName: "dom0",
      "the guest can be the initial domain"),
    .init(
      12, "grant_map_identity", since: XenRelease(4, 5), isDefined: false,
      "grants are also mapped at frame = machine frame (Arm)"),
    .init(
      13, "memory_op_vnode_supported", since: XenRelease(4, 6), "XENMEMF_vnode is there"),
    .init(14, "ARM_SMCCC_supported", since: XenRelease(4, 10), "the Arm SMC convention is there"),
    .init(
      15, "linux_rsdp_unrestricted", since: XenRelease(4, 11),
      "the ACPI root table may lie anywhere (PVH)"),
    .init(
      16, "not_direct_mapped", since: XenRelease(4, 16), "guest frames differ from machine frames"),
    .init(17, "direct_mapped", since: XenRelease(4, 16), "guest frames are machine frames"),
    .init(
      18, "runstate_phys_area", since: XenRelease(4, 18),
      "VCPUOP_register_runstate_phys_area is there"),
    .init(
      19, "vcpu_time_phys_area", since: XenRelease(4, 18),
      "VCPUOP_register_vcpu_time_phys_area is there"),
    .init(
      20, "dm_msix_all_writes", since: XenRelease(4, 19),
      "device models see all writes to MSI-X vector control"),
  ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The tags of the structures that are elements of arrays between a guest and Xen, a back end or
  /// the toolstack. Both sides must use the same element size.
  ///
  /// Sources: the commands that take a count or a list, of xen.h, grant_table.h, platform.h,
  /// kexec.h, physdev.h, memory.h and arch-x86/hvm/start_info.h; the rings of io/blkif.h and
  /// io/netif.h, where the size of the largest entry counts; all @4.17.
  public static let elements: Set<String> = [
    "mmu_update", "mmuext_op", "multicall_entry", "trap_info",
    "grant_entry", "grant_entry_v1", "grant_entry_v2",
    "gnttab_map_grant_ref", "gnttab_unmap_grant_ref", "gnttab_unmap_and_replace",
    "gnttab_transfer", "gnttab_copy", "gnttab_setup_table", "gnttab_query_size",
    "gnttab_set_version", "gnttab_get_status_frames", "gnttab_get_version",
    "gnttab_swap_grant_ref", "gnttab_cache_flush",
    "xen_processor_cx", "xen_processor_px", "xen_processor_csd", "xen_kexec_segment",
    "xen_vmemrange", "hvm_modlist_entry", "hvm_memmap_table_entry",
    "blkif_request", "blkif_request_segment", "netif_tx_request", "netif_rx_request",
    "netif_rx_response",
  ]
}

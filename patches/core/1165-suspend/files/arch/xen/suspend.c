/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What x86_64 does before and after the domain stops.
 *
 * The shared page is Xen's, and cannot be saved: while it is not mapped, the
 * page of the kernel's image that it was mapped over stands in for it, with
 * upcalls masked. start_info names the pages of store and console by machine
 * frame; the toolstack wants them by pfn, and gives back frames.
 */
#include <linux/kernel.h>

#include <xen/xen-ops.h>

#include "mmu.h"

static void map_own_page(void)
{
	unsigned long pfn = virt_to_pfn(HYPERVISOR_shared_info);
	struct shared_info *own = __va(pfn << PAGE_SHIFT);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(own->vcpu_info); i++)
		own->vcpu_info[i].evtchn_upcall_mask = 1;
	xen_set_va_mapping((unsigned long)HYPERVISOR_shared_info,
			   kernel_entry(pfn, __PAGE_KERNEL));
}

/* The toolstack does not know such a table, and it has machine frames in it. */
int xen_arch_may_suspend(void)
{
	return !xen_unlinked_tables;
}

void xen_arch_pre_suspend(void)
{
	struct start_info *si = xen_start_info;

	si->store_mfn = mfn_to_pfn(si->store_mfn);
	si->console.domU.mfn = mfn_to_pfn(si->console.domU.mfn);
	map_own_page();
}

void xen_arch_post_suspend(int cancelled)
{
	struct start_info *si = xen_start_info;

	xen_setup_shared_info();
#ifdef CONFIG_SMP
	if (!cancelled)
		xen_vcpu_restore();
#endif
	if (cancelled) {
		si->store_mfn = pfn_to_mfn(si->store_mfn);
		si->console.domU.mfn = pfn_to_mfn(si->console.domU.mfn);
	} else
		xen_setup_mfn_list_list();
}

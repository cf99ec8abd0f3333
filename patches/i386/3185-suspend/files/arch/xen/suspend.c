/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What i386 does before and after the domain stops.
 *
 * The shared page is Xen's, and cannot be saved: while it is not mapped, the
 * page of the kernel's image that it was mapped over stands in for it, with
 * upcalls masked. start_info names the pages of store and console by machine
 * frame; the toolstack wants them by pfn, and gives back frames.
 */
#include <linux/kernel.h>

#include <xen/xen-ops.h>

#include "mmu.h"

/*
 * Nothing looks at the masks before they are set: Xen looks at its own page,
 * and the other vCPUs wait, with upcalls masked.
 */
static void map_own_page(void)
{
	int cpu;

	xen_set_va_mapping((unsigned long)HYPERVISOR_shared_info,
			   kernel_entry(virt_to_pfn(HYPERVISOR_shared_info),
					__PAGE_KERNEL));
	for_each_possible_cpu(cpu)
		HYPERVISOR_shared_info->vcpu_info[cpu].evtchn_upcall_mask = 1;
}

/* All tables of processes are pinned, and Xen tells the toolstack of them. */
int xen_arch_may_suspend(void)
{
	return 1;
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

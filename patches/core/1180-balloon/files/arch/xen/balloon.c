/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A page that loses its frame leaves the direct mapping, because Xen gives
 * the frame to somebody else, and the table of frames. All address spaces
 * share the direct mapping's tables, so that one update is for all.
 */
#include <linux/mm.h>

#include <asm/xen/page.h>
#include <xen/balloon.h>

#include "mmu.h"

unsigned long arch_balloon_unmap(unsigned long pfn)
{
	unsigned long mfn = pfn_to_mfn(pfn);

	xen_set_va_mapping((unsigned long)__va(pfn << PAGE_SHIFT), 0);
	phys_to_machine_mapping[pfn] = INVALID_P2M_ENTRY;
	return mfn;
}

void arch_balloon_map(unsigned long pfn, unsigned long mfn)
{
	phys_to_machine_mapping[pfn] = mfn;
	xen_set_va_mapping((unsigned long)__va(pfn << PAGE_SHIFT),
			   kernel_entry(pfn, __PAGE_KERNEL));
}

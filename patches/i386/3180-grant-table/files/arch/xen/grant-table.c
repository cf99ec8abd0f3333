/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the grant table is mapped: its frames are Xen's own, so that the
 * direct mapping does not have them. A range of addresses is set aside for as
 * many frames as Xen may ever give. Its page tables are there from the start,
 * and are those of every root (init.c): a frame is mapped by one entry, which
 * may be written under a spinlock and in any address space.
 */
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>

#include <xen/grant_table.h>

#include "mmu.h"

void *__init arch_gnttab_alloc_shared(unsigned int max_frames)
{
	struct vm_struct *area = get_vm_area(max_frames * PAGE_SIZE,
					     VM_IOREMAP);

	return area ? area->addr : NULL;
}

void arch_gnttab_map_shared(void *shared, unsigned int frame,
			    unsigned long mfn)
{
	xen_set_va_mapping((unsigned long)shared + frame * PAGE_SIZE,
			   xen_frame_entry(mfn) |
			   (__PAGE_KERNEL & __supported_pte_mask));
}

void arch_gnttab_unmap_shared(void *shared, unsigned int frame)
{
	xen_set_va_mapping((unsigned long)shared + frame * PAGE_SIZE, 0);
}

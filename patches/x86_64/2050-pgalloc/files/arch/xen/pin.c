/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a page becomes a table, and ordinary memory again: read-only and pinned
 * in one hypercall, unpinned and writable in another.
 */
#include <linux/kernel.h>

#include "mmu.h"

/* cmd: MMUEXT_PIN_L1_TABLE to MMUEXT_PIN_L4_TABLE */
void xen_pin(struct page *page, unsigned int order, unsigned int cmd)
{
	unsigned long pfn = page_to_pfn(page), flags;
	int i;

	local_irq_save(flags);
	for (i = 0; i < 1 << order; i++)
		xen_batch_readonly(pfn + i);
	for (i = 0; i < 1 << order; i++)
		xen_batch_mmuext(cmd, xen_pfn_to_mfn(pfn + i));
	xen_batch_flush();
	local_irq_restore(flags);
	set_bit(PG_table, &page->flags);
}

void xen_unpin(struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page), flags;
	int i;

	clear_bit(PG_table, &page->flags);
	local_irq_save(flags);
	for (i = 0; i < 1 << order; i++)
		xen_batch_mmuext(MMUEXT_UNPIN_TABLE, xen_pfn_to_mfn(pfn + i));
	for (i = 0; i < 1 << order; i++)
		xen_batch_writable(pfn + i);
	xen_batch_flush();
	local_irq_restore(flags);
}

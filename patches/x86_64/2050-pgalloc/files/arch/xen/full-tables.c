/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of level 1 with many entries.
 *
 * Where Xen writes an entry, it takes or gives back a reference to the page,
 * and needs about 200 instructions more for that than where it pins or unpins
 * a whole table, which costs it a look at each of 512 entries. So fork, and
 * the end of a process, do with a table that has many entries in one mapping
 * as without Xen: it is filled before it is pinned, and emptied after it was
 * unpinned. Meanwhile it is plain memory, which the kernel may write.
 *
 * fork links the child's table with preemption off since the first entry was
 * written: nobody misses it meanwhile. Where a process ends, the entry of level
 * 2 is inverted, so that it is not present for the processor and Xen; pmd_val()
 * inverts it again, so that all of the kernel finds the table. No thread is left
 * that uses what it maps, and who changes its entries (reclaim) does it as
 * always, as Xen writes to plain memory too.
 *
 * A table that was emptied stays plain when it is free, for the next fork, or
 * until a pinned one is needed. One that is being emptied has machine frames
 * that a toolstack does not see: the domain is not suspended then.
 *
 * With several vCPUs free roots keep their tables, and this is left out.
 */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/pagemap.h>
#include <linux/version.h>

#include <asm/pgalloc.h>
#include <asm/tlb.h>

#include "mmu.h"

unsigned int xen_unlinked_tables;

#ifndef CONFIG_SMP
/*
 * Fork and exit together gain from 40 entries on. A process that has filled
 * its tables by faults gains from 80 on when it ends.
 */
#define MANY	64

static int are_many(pmd_t *pmd, unsigned long addr, unsigned long end)
{
	unsigned long count = (end - addr) >> PAGE_SHIFT, left = MANY;
	pte_t *pte;

	if (count < left)
		return 0;
	pte = pte_offset_kernel(pmd, addr);
	for (; count >= left; pte++, count--)
		if (PRESENT(pte->pte) && !--left)
			return 1;
	return 0;
}

static inline void count_table(struct page *page)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 18)
	inc_page_state(nr_page_table_pages);
#else
	inc_zone_page_state(page, NR_PAGETABLE);
#endif
}

/* As pte_alloc_map_lock(), for the parent's entries */
pte_t *xen_begin_table(struct mm_struct *mm, pmd_t *pmd, pmd_t *parent,
		       unsigned long addr, unsigned long end, spinlock_t **ptl)
{
	struct page *page = NULL;

	if (pmd_none(*pmd) && are_many(parent, addr, end))
		page = xen_new_table(PLAIN);
	if (!page)
		return pte_alloc_map_lock(mm, pmd, addr, ptl);
	*ptl = &mm->page_table_lock;
	spin_lock(*ptl);
	return (pte_t *)page_address(page) + pte_index(addr);
}

void xen_link_table(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	struct page *page = virt_to_page(pte);
	LIST_HEAD(pages);

	if (!pmd_none(*pmd))
		return;
	list_add(&page->lru, &pages);
	xen_pin_pages(&pages, 0, MMUEXT_PIN_L1_TABLE);
	mm->nr_ptes++;
	count_table(page);
	pmd_populate(mm, pmd, page);
}

/* In exit_mmap() the entries are about to be cleared. */
void xen_unlink_table(struct mmu_gather *tlb, pmd_t *pmd, unsigned long addr,
		      unsigned long end)
{
	LIST_HEAD(pages);

	if (!tlb->fullmm || !PRESENT(pmd->pmd) || !are_many(pmd, addr, end))
		return;
	list_add(&pmd_page(*pmd)->lru, &pages);
	xen_mmu_update_now(pmd, ~pmd_val(*pmd));
	xen_unpin_pages(&pages, 0);
	xen_unlinked_tables++;
}
#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a process' page tables come from and go to.
 *
 * A table is read-only to the kernel, and pinned, so that Xen has checked it,
 * from its allocation until its page is needed elsewhere. Linux empties a
 * table before it frees it: those that are free are kept as they are for the
 * next process, which then costs Xen no check of 512 entries for each. All
 * tables are always in use, in Xen's eyes: an entry is only written by it.
 *
 * There are two kinds. Tables that map pages are pinned one by one.
 * A root has four entries, and comes with the four tables behind them, which
 * stay with it: pinning the root holds them all. The first three are empty,
 * the fourth is the kernel's, with the same entries in each root.
 *
 * This file owns the lists of free tables, one for each kind, under one lock.
 * Freeing puts a table on its list and does nothing else: updates that are
 * collected may still name it. Only where none are, the lists are cut to KEPT
 * tables (xen_trim_tables()).
 *
 * With several vCPUs, a table that was in use must not go to another process
 * before the updates that took it out are done and no TLB knows it. It waits
 * in the vCPU's own list (waiting_tables) for the flush at the end of the
 * unmapping, which runs on the same vCPU: preemption is off from start to end.
 */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include <asm/pgalloc.h>

#include "mmu.h"

/* How many free tables are kept of each kind */
#define KEPT	32

struct kind {
	struct list_head free;
	int count;
};

static struct kind pte_tables = { LIST_HEAD_INIT(pte_tables.free) };
static struct kind roots = { LIST_HEAD_INIT(roots.free) };

static DEFINE_SPINLOCK(lock);

static struct page *take_free(struct kind *kind)
{
	struct page *page = NULL;
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	if (kind->count) {
		page = list_entry(kind->free.next, struct page, lru);
		list_del(&page->lru);
		kind->count--;
	}
	spin_unlock_irqrestore(&lock, flags);
	return page;
}

static void keep_free(struct kind *kind, struct page *page)
{
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	list_add(&page->lru, &kind->free);
	kind->count++;
	spin_unlock_irqrestore(&lock, flags);
}

#define TABLE_GFP	(GFP_KERNEL | __GFP_REPEAT | __GFP_ZERO)

/* Tables of entries of pages */

struct page *pte_alloc_one(struct mm_struct *mm, unsigned long addr)
{
	struct page *page = take_free(&pte_tables);

	if (page)
		return page;
	page = alloc_page(TABLE_GFP);
	if (page)
		xen_pin_page(page, MMUEXT_PIN_L1_TABLE);
	return page;
}

pte_t *pte_alloc_one_kernel(struct mm_struct *mm, unsigned long addr)
{
	struct page *page = pte_alloc_one(mm, addr);

	return page ? page_address(page) : NULL;
}

void xen_free_pte_table(struct page *page)
{
	keep_free(&pte_tables, page);
}

#ifdef CONFIG_SMP
/* Each is linked to the next by its page's lru.next. */
static DEFINE_PER_CPU(struct page *, waiting_tables);

void xen_free_table_later(struct page *page)
{
	struct page **first = &__get_cpu_var(waiting_tables);

	page->lru.next = (struct list_head *)*first;
	*first = page;
}

void xen_free_waiting_tables(void)
{
	struct page **first = &__get_cpu_var(waiting_tables);

	while (*first) {
		struct page *page = *first;

		*first = (struct page *)page->lru.next;
		keep_free(&pte_tables, page);
	}
}
#endif

/* Roots */

static struct page *pmd_page_of(pgd_t *pgd, int i)
{
	return pfn_to_page(pgd_val(pgd[i]) >> PAGE_SHIFT);
}

static void free_pages_of(pgd_t *pgd, int pmds)
{
	while (pmds--)
		__free_page(pmd_page_of(pgd, pmds));
	free_page((unsigned long)pgd);
}

/* An ordinary page yet, with the tables behind it; nothing is checked. */
static pgd_t *new_root(void)
{
	pgd_t *pgd = (pgd_t *)__get_free_page(TABLE_GFP);
	struct page *pmd;
	int i;

	for (i = 0; pgd && i < PTRS_PER_PGD; i++) {
		pmd = alloc_page(TABLE_GFP);
		if (!pmd) {
			free_pages_of(pgd, i);
			return NULL;
		}
		pgd[i] = __pgd(xen_frame_entry(page_to_pfn(pmd)) |
			       _PAGE_PRESENT);
	}
	if (pgd)
		memcpy(page_address(pmd_page_of(pgd, PTRS_PER_PGD - 1)),
		       xen_kernel_pmd, KERNEL_PMDS * sizeof(pmd_t));
	return pgd;
}

static void pin_root(pgd_t *pgd)
{
	int i;

	xen_mc_batch();
	for (i = 0; i < PTRS_PER_PGD; i++)
		xen_mc_make_readonly(page_to_pfn(pmd_page_of(pgd, i)));
	xen_mc_make_readonly(virt_to_pfn(pgd));
	xen_mc_mmuext(MMUEXT_PIN_L3_TABLE, virt_to_mfn(pgd));
	xen_mc_issue();
	for (i = 0; i < PTRS_PER_PGD; i++)
		set_bit(PG_pinned, &pmd_page_of(pgd, i)->flags);
	set_bit(PG_pinned, &virt_to_page(pgd)->flags);
}

static void unpin_root(pgd_t *pgd)
{
	int i;

	xen_mc_batch();
	xen_mc_mmuext(MMUEXT_UNPIN_TABLE, virt_to_mfn(pgd));
	xen_mc_make_writable(virt_to_pfn(pgd));
	for (i = 0; i < PTRS_PER_PGD; i++)
		xen_mc_make_writable(page_to_pfn(pmd_page_of(pgd, i)));
	xen_mc_issue();
	for (i = 0; i < PTRS_PER_PGD; i++)
		clear_bit(PG_pinned, &pmd_page_of(pgd, i)->flags);
	clear_bit(PG_pinned, &virt_to_page(pgd)->flags);
}

pgd_t *pgd_alloc(struct mm_struct *mm)
{
	struct page *page = take_free(&roots);
	pgd_t *pgd;

	if (page)
		return page_address(page);
	pgd = new_root();
	if (pgd)
		pin_root(pgd);
	return pgd;
}

void pgd_free(pgd_t *pgd)
{
	keep_free(&roots, virt_to_page(pgd));
	xen_trim_tables();
}

/* Called where no updates are being collected. */
void xen_trim_tables(void)
{
	struct page *page;

	while (pte_tables.count > KEPT && (page = take_free(&pte_tables))) {
		xen_unpin_page(page);
		__free_page(page);
	}
	while (roots.count > KEPT && (page = take_free(&roots))) {
		pgd_t *pgd = page_address(page);

		unpin_root(pgd);
		free_pages_of(pgd, PTRS_PER_PGD);
	}
}

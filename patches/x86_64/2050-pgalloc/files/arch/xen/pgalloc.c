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
 * This file owns the lists of free tables, one for each level, under one
 * lock. Freeing puts a table on its list and does nothing else: updates that
 * are collected may still name it. Only where none are, the lists are cut to
 * KEPT tables (xen_trim_tables()).
 */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include <asm/pgalloc.h>
#include <asm/vsyscall.h>
#include <xen/compat.h>

#include "mmu.h"

/* How many free tables are kept of each level */
#define KEPT	32

/* By level; a page of level 4 is the first of a process' two roots. */
struct kind {
	struct list_head free;
	int count;
	unsigned int pin;
	unsigned int order;
};

#define KIND(level, order) { \
	LIST_HEAD_INIT(kinds[level].free), 0, \
	MMUEXT_PIN_L##level##_TABLE, order \
}

static struct kind kinds[] = {
	[1] = KIND(1, 0),
	[2] = KIND(2, 0),
	[3] = KIND(3, 0),
	[4] = KIND(4, PGD_ORDER),
};

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

/* A root knows the kernel's half from the start, its twin the vsyscall page. */
static void fill_root(pgd_t *pgd)
{
	unsigned int kernel = pgd_index(__PAGE_OFFSET);
	unsigned int vsyscall = pgd_index(VSYSCALL_START);

	memcpy(pgd + kernel, init_level4_pgt + kernel,
	       (PTRS_PER_PGD - kernel) * sizeof(*pgd));
	xen_user_pgd(pgd)[vsyscall].pgd = _PAGE_TABLE |
		virt_to_machine(xen_user_level3_pgt);
	pgd_list_add(pgd);
}

/*
 * A root that was free for long lacks what vmalloc() has linked since. The
 * kernel would find it by a fault; Xen, which reads descriptors there, not.
 */
static void update_root(pgd_t *pgd)
{
	unsigned int slot = pgd_index(VMALLOC_START);

	set_pgd(pgd + slot, init_level4_pgt[slot]);
}

struct page *xen_new_table(int level)
{
	struct kind *kind = &kinds[level];
	struct page *page = take_free(kind);

	if (page && level == 4)
		update_root(page_address(page));
	if (page)
		return page;
	page = alloc_pages(GFP_KERNEL | __GFP_REPEAT | __GFP_ZERO, kind->order);
	if (!page)
		return NULL;
	if (level == 4)
		fill_root(page_address(page));
	xen_pin_page(page, kind->order, kind->pin);
	return page;
}

void xen_free_table(int level, struct page *page)
{
	keep_free(&kinds[level], page);
}

static void trim(int level)
{
	struct kind *kind = &kinds[level];

	while (kind->count > KEPT) {
		struct page *page = take_free(kind);

		if (!page)
			break;
		xen_unpin_page(page, kind->order);
		if (level == 4)
			pgd_list_del(page_address(page));
		__free_pages(page, kind->order);
	}
}

/* Called where no updates are being collected. */
void xen_trim_tables(void)
{
	int level;

	for (level = 1; level <= 4; level++)
		trim(level);
}

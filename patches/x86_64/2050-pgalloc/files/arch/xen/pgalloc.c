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
 * KEPT tables for each vCPU (xen_trim_tables()).
 *
 * With several vCPUs a table that was in use must not go to another process
 * before the updates that took it out are done and no TLB knows it. It waits
 * in the vCPU's own list (waiting_tables) for the flush at the end of the
 * unmapping, which runs on the same vCPU: preemption is off from start to end.
 */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include <asm/pgalloc.h>
#include <asm/vsyscall.h>
#include <xen/compat.h>

#include "mmu.h"

/* How many free tables are kept of each level for each vCPU */
#define KEPT	32

/*
 * Tables that are made, and at most unmade, at a time: with several vCPUs, what
 * costs most is a flush of all their TLBs, see xen_pin_pages().
 */
#ifdef CONFIG_SMP
#define MAKE	8
#else
#define MAKE	1
#endif
#define UNMAKE	16

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

static unsigned int alloc_tables(struct kind *kind, int level,
				 struct list_head *pages)
{
	/* A process has one root. */
	unsigned int n, wanted = level == 4 ? 1 : MAKE;
	struct page *page;

	for (n = 0; n < wanted; n++) {
		page = alloc_pages(GFP_KERNEL | __GFP_ZERO |
				   (n ? __GFP_NOWARN | __GFP_NORETRY :
				    __GFP_REPEAT),
				   kind->order);
		if (!page)
			break;
		if (level == 4)
			fill_root(page_address(page));
		list_add(&page->lru, pages);
	}
	return n;
}

/* One of them is taken; the others are kept. */
static struct page *make_tables(struct kind *kind, int level)
{
	LIST_HEAD(pages);
	struct page *page, *next, *taken = NULL;

	if (!alloc_tables(kind, level, &pages))
		return NULL;
	xen_pin_pages(&pages, kind->order, kind->pin);
	list_for_each_entry_safe(page, next, &pages, lru) {
		list_del(&page->lru);
		if (taken)
			keep_free(kind, page);
		else
			taken = page;
	}
	return taken;
}

struct page *xen_new_table(int level)
{
	struct kind *kind = &kinds[level];
	struct page *page = take_free(kind);

	if (!page)
		return make_tables(kind, level);
	if (level == 4)
		update_root(page_address(page));
	return page;
}

void xen_free_table(int level, struct page *page)
{
	keep_free(&kinds[level], page);
}

#ifdef CONFIG_SMP
/* By level; each is linked to the next by its page's lru.next. */
static DEFINE_PER_CPU(struct page *, waiting_tables[ARRAY_SIZE(kinds)]);

void xen_free_table_later(int level, struct page *page)
{
	struct page **first = &__get_cpu_var(waiting_tables)[level];

	page->lru.next = (struct list_head *)*first;
	*first = page;
}

void xen_free_waiting_tables(void)
{
	struct page **first = __get_cpu_var(waiting_tables);
	int level;

	for (level = 1; level < ARRAY_SIZE(kinds); level++)
		while (first[level]) {
			struct page *page = first[level];

			first[level] = (struct page *)page->lru.next;
			keep_free(&kinds[level], page);
		}
}
#endif

/* Some of those that are too many */
static int take_surplus(struct kind *kind, struct list_head *pages)
{
	int n, most = KEPT * num_online_cpus();
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	for (n = 0; n < UNMAKE && kind->count > most; n++) {
		list_move(kind->free.next, pages);
		kind->count--;
	}
	spin_unlock_irqrestore(&lock, flags);
	return n;
}

static void trim(int level)
{
	struct kind *kind = &kinds[level];
	struct page *page, *next;
	LIST_HEAD(pages);

	while (kind->count > KEPT * num_online_cpus() &&
	       take_surplus(kind, &pages)) {
		xen_unpin_pages(&pages, kind->order);
		list_for_each_entry_safe(page, next, &pages, lru) {
			list_del(&page->lru);
			if (level == 4)
				pgd_list_del(page_address(page));
			__free_pages(page, kind->order);
		}
	}
}

/* Called where no updates are being collected. */
void xen_trim_tables(void)
{
	int level;

	for (level = 1; level <= 4; level++)
		trim(level);
}

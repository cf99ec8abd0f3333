/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a process' page tables come from and go to.
 *
 * A table is read-only to the kernel, and pinned, so that Xen has checked it,
 * from its allocation until its page is needed elsewhere. Linux empties a
 * table before it frees it: those that are free are kept as they are for the
 * next process, which then costs Xen no check of 512 entries for each. These
 * tables are always in use, in Xen's eyes: an entry is only written by it.
 * Plain tables are another kind, see full-tables.c.
 *
 * This file owns the lists of free tables, one for each level, under one
 * lock. Freeing puts a table on its list and does nothing else: updates that
 * are collected may still name it. Only where none are, the lists are cut to
 * KEPT tables for each vCPU (xen_trim_tables()).
 *
 * With several vCPUs each change above level 1 interrupts all vCPUs that run:
 * Xen flushes their TLBs, whether or not they use the table. So a free root
 * keeps its process' tables, empty but linked, and the next process, which has
 * its memory at about the same addresses, links none. Tables of levels 2 and 3
 * are never taken out: pud_clear() and pgd_clear() do nothing. Those of level 1
 * become the root's when their process ends (xen_keep_table()); such a table
 * counts for no process (nr_ptes). A root with more than LINKED tables is not
 * kept.
 *
 * Another table of level 1 that was in use must not go to another process
 * before the updates that took it out are done and no TLB knows it. It waits
 * in the vCPU's own list (waiting_tables) for the flush at the end of the
 * unmapping, which runs on the same vCPU: preemption is off from start to end.
 */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/pagemap.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/version.h>

#include <asm/pgalloc.h>
#include <asm/tlb.h>
#include <asm/vsyscall.h>
#include <xen/compat.h>

#include "mmu.h"

/* How many free tables are kept of each level for each vCPU */
#define KEPT	32

/* And how many roots; with several vCPUs these have tables of their own. */
#ifdef CONFIG_SMP
#define KEPT_ROOTS	16
#else
#define KEPT_ROOTS	KEPT
#endif

/* How many tables a free root may have */
#define LINKED	24

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
	int kept;
	unsigned int pin;
	unsigned int order;
};

#define KIND(level, kept, order) { \
	LIST_HEAD_INIT(kinds[level].free), 0, kept, \
	MMUEXT_PIN_L##level##_TABLE, order \
}

static struct kind kinds[] = {
	[PLAIN] = { LIST_HEAD_INIT(kinds[PLAIN].free), 0, KEPT, 0, 0 },
	[1] = KIND(1, KEPT, 0),
	[2] = KIND(2, KEPT, 0),
	[3] = KIND(3, KEPT, 0),
	[4] = KIND(4, KEPT_ROOTS, PGD_ORDER),
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

/* How many tables a root keeps, or about so many: threads count at once. */
static inline unsigned long *linked(pgd_t *pgd)
{
	return &page_private(virt_to_page(xen_user_pgd(pgd)));
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
	*linked(pgd) = 0;
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
		page = level == 1 ? take_free(&kinds[PLAIN]) : NULL;
		if (!page)
			page = alloc_pages(GFP_KERNEL | __GFP_ZERO |
					   (n ? __GFP_NOWARN | __GFP_NORETRY :
					    __GFP_REPEAT),
					   kind->order);
		if (!page)
			break;
		if (level == 4)
			fill_root(page_address(page));
		else
			page->index = 0;
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
	if (level != PLAIN)
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
	if (!is_pinned(page_to_pfn(page))) {
		xen_unlinked_tables--;
		level = PLAIN;
	}
	keep_free(&kinds[level], page);
}

/* Unpinned some at a time, with interrupts off; they go to the allocator. */
static void unmake_tables(int level, struct list_head *pages)
{
	unsigned int order = kinds[level].order;
	struct page *page, *next;
	int n;

	while (!list_empty(pages)) {
		LIST_HEAD(some);

		for (n = 0; n < UNMAKE && !list_empty(pages); n++)
			list_move(pages->next, &some);
		if (level != PLAIN)
			xen_unpin_pages(&some, order);
		list_for_each_entry_safe(page, next, &some, lru) {
			list_del(&page->lru);
			if (level == 4)
				pgd_list_del(page_address(page));
			__free_pages(page, order);
		}
	}
}

#ifdef CONFIG_SMP
static inline void uncount_table(struct page *page)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 18)
	dec_page_state(nr_page_table_pages);
#else
	dec_zone_page_state(page, NR_PAGETABLE);
#endif
}

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
		keep_free(&kinds[1], page);
	}
}

/* A table of level 2 or 3, which stays with its root */
void *xen_new_linked_table(struct mm_struct *mm, int level)
{
	void *table = xen_new_table_address(level);

	if (table && mm != &init_mm)
		++*linked(mm->pgd);
	return table;
}

/*
 * Called for a table of level 1 that has become empty. The root has it, or gets
 * it if all of the process goes; its page's index says so.
 */
int xen_keep_table(struct mmu_gather *tlb, struct page *page)
{
	if (page->index)
		return 1;
	if (!tlb->fullmm || *linked(tlb->mm->pgd) >= LINKED)
		return 0;
	page->index = 1;
	++*linked(tlb->mm->pgd);
	--tlb->mm->nr_ptes;
	uncount_table(page);
	return 1;
}

static void list_linked(unsigned long *table, int entries,
			struct list_head *pages)
{
	int i;

	for (i = 0; i < entries; i++)
		if (PRESENT(table[i]))
			list_add(&pfn_to_page(entry_pfn(table[i]))->lru, pages);
}

/* From the top: what Xen has unpinned no longer holds the tables below. */
static void unmake_roots(struct list_head *roots)
{
	LIST_HEAD(level3);
	LIST_HEAD(level2);
	LIST_HEAD(level1);
	struct page *page;

	list_for_each_entry(page, roots, lru)
		list_linked(page_address(page), USER_ENTRIES, &level3);
	list_for_each_entry(page, &level3, lru)
		list_linked(page_address(page), ENTRIES, &level2);
	list_for_each_entry(page, &level2, lru)
		list_linked(page_address(page), ENTRIES, &level1);
	list_for_each_entry(page, &level1, lru)
		pte_lock_deinit(page);
	unmake_tables(4, roots);
	unmake_tables(3, &level3);
	unmake_tables(2, &level2);
	unmake_tables(1, &level1);
}

void xen_free_root(pgd_t *pgd)
{
	struct page *page = virt_to_page(pgd);
	LIST_HEAD(roots);

	if (*linked(pgd) <= LINKED) {
		keep_free(&kinds[4], page);
		return;
	}
	list_add(&page->lru, &roots);
	unmake_roots(&roots);
}
#else
static inline void unmake_roots(struct list_head *roots)
{
	unmake_tables(4, roots);
}
#endif

/* Some of those that are too many */
static int take_surplus(struct kind *kind, struct list_head *pages)
{
	int n, most = kind->kept * num_online_cpus();
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
	LIST_HEAD(pages);

	while (kind->count > kind->kept * num_online_cpus() &&
	       take_surplus(kind, &pages)) {
		if (level == 4)
			unmake_roots(&pages);
		else
			unmake_tables(level, &pages);
	}
}

/* Called where no updates are being collected. */
void xen_trim_tables(void)
{
	int level;

	for (level = PLAIN; level <= 4; level++)
		trim(level);
}

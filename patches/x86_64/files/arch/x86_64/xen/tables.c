/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables that Xen checks.
 *
 * A table in use is read-only to the kernel. A process' tables are in use
 * from the first switch to it until exit_mmap(): its two roots are pinned for
 * that time, one that the kernel runs on and one with the user's half alone.
 * Before and after, its tables are plain memory, and their pages bear
 * PG_idle_table. The kernel's own tables are always in use.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <asm/pgalloc.h>
#include <asm/vsyscall.h>

#include "mmu.h"

/* Both roots lie side by side. */
#define ROOT_ORDER	1
#define user_root(pgd)	((pgd) + PTRS_PER_PGD)
#define USER_ENTRIES	(PTRS_PER_PGD / 2)

/* The root that the processor is on */
static pgd_t *loaded_root;

void xen_load_cr3(pgd_t *pgd)
{
	struct mmuext_op op[2];

	op[0].cmd = MMUEXT_NEW_BASEPTR;
	op[0].arg1.mfn = xen_virt_to_mfn(pgd);
	op[1].cmd = MMUEXT_NEW_USER_BASEPTR;
	op[1].arg1.mfn = pgd == init_level4_pgt ? 0 :
		xen_virt_to_mfn(user_root(pgd));
	if (HYPERVISOR_mmuext_op(op, 2, NULL, DOMID_SELF))
		BUG();
	loaded_root = pgd;
}

static void mark_idle(unsigned long pfn, int idle)
{
	if (idle)
		set_bit(PG_idle_table, &pfn_to_page(pfn)->flags);
	else
		clear_bit(PG_idle_table, &pfn_to_page(pfn)->flags);
}

/*
 * Writes an entry above level 1. A table that gets linked into one in use is
 * in use from then on; one that gets cut off is plain memory again.
 */
static void set_upper(unsigned long *slot, unsigned long *twin,
		      unsigned long entry)
{
	unsigned long old = *slot;
	unsigned long flags;

	if (old == entry)
		return;
	if (idle_table(slot)) {
		if (PRESENT(old))
			mark_idle(entry_pfn(old), 0);
		if (PRESENT(entry))
			mark_idle(entry_pfn(entry), 1);
		*slot = entry;
		return;
	}

	local_irq_save(flags);
	if (PRESENT(entry)) {
		xen_batch_readonly(entry_pfn(entry));
		xen_batch_flush();
	}
	if (twin)
		xen_update(twin, entry);
	xen_update(slot, entry);
	if (PRESENT(old) && FRAME(old) != FRAME(entry)) {
		xen_batch_writable(entry_pfn(old));
		xen_batch_flush();
	}
	local_irq_restore(flags);
}

void set_pmd(pmd_t *dst, pmd_t val)
{
	set_upper(&dst->pmd, NULL, val.pmd);
}
EXPORT_SYMBOL(set_pmd);

void set_pud(pud_t *dst, pud_t val)
{
	set_upper(&dst->pud, NULL, val.pud);
}

/* What is below the kernel's half stands in the user's root too. */
void set_pgd(pgd_t *dst, pgd_t val)
{
	pgd_t *root = (pgd_t *)((unsigned long)dst & PAGE_MASK);
	unsigned long *twin = NULL;

	if (root != init_level4_pgt && dst - root < USER_ENTRIES)
		twin = &user_root(dst)->pgd;
	set_upper(&dst->pgd, twin, val.pgd);
}

pgd_t *pgd_alloc(struct mm_struct *mm)
{
	unsigned int kernel = pgd_index(__PAGE_OFFSET);
	unsigned int vsyscall = pgd_index(VSYSCALL_START);
	pgd_t *pgd = (pgd_t *)__get_free_pages(GFP_KERNEL | __GFP_REPEAT |
					       __GFP_ZERO, ROOT_ORDER);

	if (!pgd)
		return NULL;
	pgd_list_add(pgd);
	memcpy(pgd + kernel, init_level4_pgt + kernel,
	       (PTRS_PER_PGD - kernel) * sizeof(*pgd));
	user_root(pgd)[vsyscall].pgd = _PAGE_TABLE |
		xen_virt_to_machine(xen_user_level3_pgt);
	mark_idle(virt_to_pfn(pgd), 1);
	return pgd;
}

void pgd_free(pgd_t *pgd)
{
	BUG_ON(!idle_table(pgd));
	mark_idle(virt_to_pfn(pgd), 0);
	pgd_list_del(pgd);
	free_pages((unsigned long)pgd, ROOT_ORDER);
}

/* Calls back for every table below an entry, the lower ones first. */
static void for_tables(unsigned long *table, unsigned int entries, int level,
		       void (*callback)(unsigned long pfn))
{
	unsigned int i;

	for (i = 0; i < entries; i++) {
		unsigned long pfn;

		if (!PRESENT(table[i]))
			continue;
		pfn = entry_pfn(table[i]);
		if (level > 2)
			for_tables(__va(pfn << PAGE_SHIFT), ENTRIES, level - 1,
				   callback);
		callback(pfn);
	}
}

static void take(unsigned long pfn)
{
	mark_idle(pfn, 0);
	xen_batch_readonly(pfn);
}

static void give_back(unsigned long pfn)
{
	mark_idle(pfn, 1);
	xen_batch_writable(pfn);
}

/* Called before the processor goes on to this mm's tables. */
void xen_activate_mm(struct mm_struct *mm)
{
	pgd_t *pgd = mm->pgd;
	unsigned long flags;

	if (!idle_table(pgd))
		return;
	local_irq_save(flags);
	memcpy(user_root(pgd), pgd, USER_ENTRIES * sizeof(*pgd));
	for_tables(&pgd->pgd, USER_ENTRIES, 4, take);
	take(virt_to_pfn(pgd));
	xen_batch_readonly(virt_to_pfn(user_root(pgd)));
	xen_batch_flush();
	xen_mmuext(MMUEXT_PIN_L4_TABLE, xen_virt_to_mfn(pgd));
	xen_mmuext(MMUEXT_PIN_L4_TABLE, xen_virt_to_mfn(user_root(pgd)));
	local_irq_restore(flags);
}

/*
 * The last user of the mm is gone: its tables become plain memory before
 * they get torn down entry by entry.
 */
void xen_exit_mmap(struct mm_struct *mm)
{
	pgd_t *pgd = mm->pgd;
	unsigned long flags;

	if (idle_table(pgd))
		return;
	local_irq_save(flags);
	if (loaded_root == pgd)
		xen_load_cr3(init_level4_pgt);
	xen_mmuext(MMUEXT_UNPIN_TABLE, xen_virt_to_mfn(user_root(pgd)));
	xen_mmuext(MMUEXT_UNPIN_TABLE, xen_virt_to_mfn(pgd));
	xen_batch_writable(virt_to_pfn(user_root(pgd)));
	give_back(virt_to_pfn(pgd));
	xen_batch_flush();
	for_tables(&pgd->pgd, USER_ENTRIES, 4, give_back);
	xen_batch_flush();
	local_irq_restore(flags);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entries above level 1, and the roots that the processor is on. A process
 * has two roots side by side: one that the kernel runs on and one with the
 * user's half alone.
 */
#include <linux/kernel.h>
#include <linux/module.h>

#include "mmu.h"

#define USER_ENTRIES	(PTRS_PER_PGD / 2)

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
}

/* Tables of processes are read-only already, the kernel's own are not. */
static void protect_table(unsigned long entry)
{
	unsigned long flags;

	if (!PRESENT(entry) || known_table(entry_pfn(entry)))
		return;
	local_irq_save(flags);
	xen_batch_readonly(entry_pfn(entry));
	xen_batch_flush();
	local_irq_restore(flags);
}

void set_pmd(pmd_t *dst, pmd_t val)
{
	protect_table(val.pmd);
	xen_update(dst, val.pmd);
}
EXPORT_SYMBOL(set_pmd);

void set_pud(pud_t *dst, pud_t val)
{
	protect_table(val.pud);
	xen_update(dst, val.pud);
}

/*
 * What is below the kernel's half stands in the user's root too. The other
 * half gets its entries in faults, at any time: those do not wait.
 */
void set_pgd(pgd_t *dst, pgd_t val)
{
	pgd_t *root = (pgd_t *)((unsigned long)dst & PAGE_MASK);

	if (dst->pgd == val.pgd)
		return;
	protect_table(val.pgd);
	if (root == init_level4_pgt || dst - root >= USER_ENTRIES) {
		xen_update_now(dst, val.pgd);
		return;
	}
	xen_update(user_root(dst), val.pgd);
	xen_update(dst, val.pgd);
}

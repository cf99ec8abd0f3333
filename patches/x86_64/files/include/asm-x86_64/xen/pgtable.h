/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Setting page-table entries of a Xen guest.
 *
 * A plain write to a table of level 1 traps when the table is in use, and
 * Xen does it (VMASST_TYPE_writable_pagetables); arch/x86_64/xen/update.c
 * has the ways that cost less. The upper levels are Xen's to write once they
 * are in use, see arch/x86_64/xen/tables.c.
 */
#ifndef _ASM_X86_64_XEN_PGTABLE_H
#define _ASM_X86_64_XEN_PGTABLE_H

struct mm_struct;

extern void set_pmd(pmd_t *dst, pmd_t val);
extern void set_pud(pud_t *dst, pud_t val);
extern void set_pgd(pgd_t *dst, pgd_t val);
extern void xen_set_pte_at(struct mm_struct *mm, unsigned long addr,
			   pte_t *ptep, pte_t val);
extern pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
				pte_t *ptep);
extern void ptep_set_wrprotect(struct mm_struct *mm, unsigned long addr,
			       pte_t *ptep);
extern void xen_begin_updates(void);
extern void xen_end_updates(void);
extern void xen_exit_mmap(struct mm_struct *mm);
extern void xen_activate_mm(struct mm_struct *mm);

static inline void set_pte(pte_t *dst, pte_t val)
{
	*(volatile unsigned long *)&dst->pte = val.pte;
}
#define set_pte_at(mm, addr, ptep, pteval) \
	xen_set_pte_at(mm, addr, ptep, pteval)

#endif

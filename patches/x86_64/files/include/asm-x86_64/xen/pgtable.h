/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Setting page-table entries of a Xen guest.
 *
 * Tables of level 1 are written directly: Xen lets the write through when
 * the table is in use (VMASST_TYPE_writable_pagetables). The upper levels
 * are Xen's to write once they are in use, see arch/x86_64/xen/mmu.c.
 */
#ifndef _ASM_X86_64_XEN_PGTABLE_H
#define _ASM_X86_64_XEN_PGTABLE_H

struct mm_struct;

extern void set_pmd(pmd_t *dst, pmd_t val);
extern void set_pud(pud_t *dst, pud_t val);
extern void set_pgd(pgd_t *dst, pgd_t val);
extern void xen_set_pte_at(struct mm_struct *mm, unsigned long addr,
			   pte_t *ptep, pte_t val);
extern void xen_exit_mmap(struct mm_struct *mm);
extern void xen_activate_mm(struct mm_struct *mm);

static inline void set_pte(pte_t *dst, pte_t val)
{
	*(volatile unsigned long *)&dst->pte = val.pte;
}
#define set_pte_at(mm, addr, ptep, pteval) \
	xen_set_pte_at(mm, addr, ptep, pteval)

#endif

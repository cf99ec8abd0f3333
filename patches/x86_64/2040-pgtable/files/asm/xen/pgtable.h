/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Setting page-table entries of a Xen guest.
 *
 * A plain write to a table of level 1 traps, and Xen does it
 * (VMASST_TYPE_writable_pagetables); arch/x86_64/xen/mmu.c has the ways that
 * cost less. The upper levels are Xen's to write.
 */
#ifndef _ASM_X86_64_XEN_PGTABLE_H
#define _ASM_X86_64_XEN_PGTABLE_H

struct mm_struct;
struct vm_area_struct;

extern void set_pmd(pmd_t *dst, pmd_t val);
extern void set_pud(pud_t *dst, pud_t val);
extern void set_pgd(pgd_t *dst, pgd_t val);
extern void xen_set_pte_at(struct mm_struct *mm, unsigned long addr,
			   pte_t *ptep, pte_t val);
extern pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
				pte_t *ptep);
extern int ptep_test_and_clear_dirty(struct vm_area_struct *vma,
				     unsigned long addr, pte_t *ptep);
extern int ptep_test_and_clear_young(struct vm_area_struct *vma,
				     unsigned long addr, pte_t *ptep);
extern void ptep_set_wrprotect(struct mm_struct *mm, unsigned long addr,
			       pte_t *ptep);
extern void xen_trim_tables(void);
extern int xen_check_remap(unsigned long pfn, unsigned long size);
extern int xen_check_mmap_mem(struct vm_area_struct *vma);

/* Updates are collected, and done when the mode is left: see mmu.c. */
#define __HAVE_ARCH_ENTER_LAZY_MMU_MODE
extern void arch_enter_lazy_mmu_mode(void);
extern void arch_leave_lazy_mmu_mode(void);

static inline void set_pte(pte_t *dst, pte_t val)
{
	*(volatile unsigned long *)&dst->pte = val.pte;
}
#define ptep_get_and_clear_full(mm, addr, ptep, full) \
	ptep_get_and_clear(mm, addr, ptep)
#define ptep_set_access_flags(vma, addr, ptep, entry, dirty)		\
	do {								\
		if (dirty) {						\
			set_pte_at((vma)->vm_mm, addr, ptep, entry);	\
			flush_tlb_page(vma, addr);			\
		}							\
	} while (0)
#define check_pgt_cache()	xen_trim_tables()

/* With several vCPUs such tables stay linked, see arch/x86_64/xen/pgalloc.c. */
#ifdef CONFIG_SMP
#define pud_clear(pud)	do { } while (0)
#define pgd_clear(pgd)	do { } while (0)
#else
#define pud_clear(pud)	set_pud(pud, __pud(0))
#define pgd_clear(pgd)	set_pgd(pgd, __pgd(0))
#endif

#define set_pte_at(mm, addr, ptep, pteval) \
	xen_set_pte_at(mm, addr, ptep, pteval)

#endif

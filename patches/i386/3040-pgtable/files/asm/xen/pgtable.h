/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Setting page-table entries of a Xen guest with PAE: arch/i386/xen/mmu.c. A
 * plain write of half an entry traps twice, and in between the entry is
 * neither the old one nor the new one: nobody writes an entry but by Xen.
 */
#ifndef _ASM_I386_XEN_PGTABLE_H
#define _ASM_I386_XEN_PGTABLE_H

struct mm_struct;
struct vm_area_struct;

extern void set_pte(pte_t *dst, pte_t val);
extern void set_pmd(pmd_t *dst, pmd_t val);
extern void set_pud(pud_t *dst, pud_t val);
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

#define __HAVE_ARCH_SET_PTE_ATOMIC
#define set_pte_atomic(ptep, pteval)	set_pte(ptep, pteval)
#define set_pte_at(mm, addr, ptep, pteval) \
	xen_set_pte_at(mm, addr, ptep, pteval)
#define pte_clear(mm, addr, ptep) \
	xen_set_pte_at(mm, addr, ptep, xen_entry_pte(0))
#define pmd_clear(pmdp)		set_pmd(pmdp, __pmd(0))
#define ptep_get_and_clear_full(mm, addr, ptep, full) \
	ptep_get_and_clear(mm, addr, ptep)
#define ptep_set_access_flags(vma, addr, ptep, entry, dirty)		\
	do {								\
		if (dirty) {						\
			set_pte_at((vma)->vm_mm, addr, ptep, entry);	\
			flush_tlb_page(vma, addr);			\
		}							\
	} while (0)

static inline unsigned long pte_pfn(pte_t pte)
{
	return xen_entry_frame(pte_val(pte));
}

/* Not present: the frame is kept as the kernel counts. */
static inline pte_t pfn_pte(unsigned long pfn, pgprot_t pgprot)
{
	return __pte((xen_frame_entry(pfn) | pgprot_val(pgprot)) &
		     __supported_pte_mask);
}

#endif

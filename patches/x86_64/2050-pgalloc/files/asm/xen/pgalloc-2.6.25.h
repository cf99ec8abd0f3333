/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From 2.6.25 on who frees a table says of which process, and what allocates
 * and frees those of level 1 counts them. The rest is what releases up to
 * 2.6.24 have.
 */
#ifndef _ASM_X86_64_XEN_PGALLOC_2_6_25_H
#define _ASM_X86_64_XEN_PGALLOC_2_6_25_H

#define pgd_free xen_pgd_free
#include <asm/xen/pgalloc-2.6.24.h>
#undef pgd_free
#undef pud_free
#undef pmd_free
#undef pte_free
#undef pte_free_kernel
#undef pte_alloc_one
#undef __pte_free_tlb

#define pgd_free(mm, pgd)	xen_pgd_free(pgd)
#define pud_free(mm, pud)	xen_free_table(3, virt_to_page(pud))
#define pmd_free(mm, pmd)	xen_free_table(2, virt_to_page(pmd))
#define pte_free_kernel(mm, pte)	xen_free_table(1, virt_to_page(pte))

static inline pgtable_t pte_alloc_one(struct mm_struct *mm, unsigned long addr)
{
	struct page *page = xen_new_table(1);

	if (page)
		pgtable_page_ctor(page);
	return page;
}

static inline void pte_free(struct mm_struct *mm, pgtable_t page)
{
	pgtable_page_dtor(page);
	xen_free_table(1, page);
}

#ifdef CONFIG_SMP
#define __pte_free_tlb(tlb, page)			\
	do {						\
		pgtable_page_dtor(page);		\
		xen_free_table_later(page);		\
	} while (0)
#else
#undef __pmd_free_tlb
#undef __pud_free_tlb
#define __pte_free_tlb(tlb, page)	pte_free((tlb)->mm, page)
#define __pmd_free_tlb(tlb, pmd)	pmd_free((tlb)->mm, pmd)
#define __pud_free_tlb(tlb, pud)	pud_free((tlb)->mm, pud)
#endif

#endif

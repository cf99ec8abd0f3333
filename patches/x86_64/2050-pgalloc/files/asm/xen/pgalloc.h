/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables of a Xen guest: allocated read-only and checked by Xen, and
 * kept so when they are free. See arch/x86_64/xen/pgalloc.c.
 */
#ifndef _ASM_X86_64_XEN_PGALLOC_H
#define _ASM_X86_64_XEN_PGALLOC_H

extern struct page *xen_new_table(int level);
extern void xen_free_table(int level, struct page *page);

static inline void *xen_new_table_address(int level)
{
	struct page *page = xen_new_table(level);

	return page ? page_address(page) : NULL;
}

#define pgd_alloc(mm)		((pgd_t *)xen_new_table_address(4))
#define pte_alloc_one(mm, addr)	xen_new_table(1)
#define pte_alloc_one_kernel(mm, addr)	((pte_t *)xen_new_table_address(1))

#define pud_free(pud)		xen_free_table(3, virt_to_page(pud))
#define pmd_free(pmd)		xen_free_table(2, virt_to_page(pmd))
#define pte_free(page)		xen_free_table(1, page)
#define pte_free_kernel(pte)	xen_free_table(1, virt_to_page(pte))

#ifdef CONFIG_SMP
struct mmu_gather;

/* Tables of level 1 wait for the flush; those above stay where they are. */
extern void *xen_new_linked_table(struct mm_struct *mm, int level);
extern void xen_free_table_later(struct page *page);
extern void xen_free_root(pgd_t *pgd);
extern int xen_keep_table(struct mmu_gather *tlb, struct page *page);

/* For mm/memory.c */
#define xen_keep_table xen_keep_table

#define pud_alloc_one(mm, addr)		((pud_t *)xen_new_linked_table(mm, 3))
#define pmd_alloc_one(mm, addr)		((pmd_t *)xen_new_linked_table(mm, 2))
#define __pte_free_tlb(tlb, page)	xen_free_table_later(page)
#define __pmd_free_tlb(tlb, pmd)	do { } while (0)
#define __pud_free_tlb(tlb, pud)	do { } while (0)
#else
#define pud_alloc_one(mm, addr)		((pud_t *)xen_new_table_address(3))
#define pmd_alloc_one(mm, addr)		((pmd_t *)xen_new_table_address(2))
#define xen_free_root(pgd)		xen_free_table(4, virt_to_page(pgd))

/* They are flushed from the TLB before the next process gets them. */
#define __pte_free_tlb(tlb, page)	pte_free(page)
#define __pmd_free_tlb(tlb, pmd)	pmd_free(pmd)
#define __pud_free_tlb(tlb, pud)	pud_free(pud)

/* For mm/memory.c: tables with many entries, arch/x86_64/xen/full-tables.c */
struct mmu_gather;
extern pte_t *xen_begin_table(struct mm_struct *mm, pmd_t *pmd, pmd_t *parent,
			      unsigned long addr, unsigned long end,
			      spinlock_t **ptl);
extern void xen_link_table(struct mm_struct *mm, pmd_t *pmd, pte_t *pte);
extern void xen_unlink_table(struct mmu_gather *tlb, pmd_t *pmd,
			     unsigned long addr, unsigned long end);
#define xen_begin_table xen_begin_table
#define xen_link_table xen_link_table
#define xen_unlink_table xen_unlink_table
#endif

static inline void pgd_free(pgd_t *pgd)
{
	xen_free_root(pgd);
	xen_trim_tables();
}

#endif

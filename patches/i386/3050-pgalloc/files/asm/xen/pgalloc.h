/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables of a Xen guest: allocated read-only and checked by Xen, and
 * kept so when they are free. See arch/i386/xen/pgalloc.c.
 */
#ifndef _ASM_I386_XEN_PGALLOC_H
#define _ASM_I386_XEN_PGALLOC_H

extern void xen_free_pte_table(struct page *page);

#define pte_free(page)		xen_free_pte_table(page)
#define pte_free_kernel(pte)	xen_free_pte_table(virt_to_page(pte))

/* It is flushed from the TLB before the next process gets it. */
#ifdef CONFIG_SMP
extern void xen_free_table_later(struct page *page);

#define __pte_free_tlb(tlb, page)	xen_free_table_later(page)
#else
#define __pte_free_tlb(tlb, page)	pte_free(page)
#endif

#endif

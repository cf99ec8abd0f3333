/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the memory management share.
 */
#ifndef XEN_MMU_H
#define XEN_MMU_H

#include <linux/mm.h>
#include <asm/bitops.h>
#include <asm/pgtable.h>
#include <asm/xen/hypervisor.h>

#include "multicalls.h"

/* On pages that are pinned as tables */
#define PG_pinned	PG_arch_1

/* A process' two roots lie side by side, the kernel's first. */
#define PGD_ORDER	1
#define xen_user_pgd(pgd)	((pgd) + PTRS_PER_PGD)

#define ENTRIES		(PAGE_SIZE / sizeof(unsigned long))
#define USER_ENTRIES	(PTRS_PER_PGD / 2)
#define FRAME(entry)	((entry) & XEN_FRAME_MASK)
#define PRESENT(entry)	((entry) & _PAGE_PRESENT)

extern int after_bootmem;

/* of the image: see xen-head.S */
extern char xen_readonly_start[], xen_readonly_end[], xen_window[];
extern unsigned long xen_user_level3_pgt[], xen_user_level2_pgt[];
extern unsigned long xen_user_level1_pgt[];

static inline unsigned long virt_to_pfn(const void *p)
{
	return __pa(p) >> PAGE_SHIFT;
}

/* An entry of the kernel's for a page, as the hardware has it */
static inline unsigned long kernel_entry(unsigned long pfn,
					 unsigned long flags)
{
	return pfn_to_mfn(pfn) << PAGE_SHIFT |
		(flags & __supported_pte_mask & ~_PAGE_GLOBAL);
}

static inline unsigned long entry_pfn(unsigned long entry)
{
	return mfn_to_pfn(FRAME(entry) >> PAGE_SHIFT);
}

/* Before there is a mem_map, all tables are the kernel's own. */
static inline int is_pinned(unsigned long pfn)
{
	return after_bootmem && test_bit(PG_pinned, &pfn_to_page(pfn)->flags);
}

/* An entry of a table, at once or with the others in lazy mode */
extern void xen_mmu_update(void *slot, unsigned long entry);
extern void xen_mmu_update_now(void *slot, unsigned long entry);

/* One mapping of the kernel's in the address space in use, at once */
extern void xen_set_va_mapping(unsigned long addr, unsigned long entry);

/* A list of 1 << order pages each to tables, and back; cmd: of which level */
extern void xen_pin_pages(struct list_head *pages, unsigned int order,
			  unsigned int cmd);
extern void xen_unpin_pages(struct list_head *pages, unsigned int order);

extern void xen_load_cr3(pgd_t *pgd);

/* In place of a level: a table of level 1 that Xen does not know */
#define PLAIN	0

/* full-tables.c: how many tables of processes that end are plain */
extern unsigned int xen_unlinked_tables;

/* pgalloc.c: tables that no TLB knows any more */
extern void xen_free_waiting_tables(void);

#endif

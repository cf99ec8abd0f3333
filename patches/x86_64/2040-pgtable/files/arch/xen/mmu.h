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

/* On the pages that pin.c made tables: read-only, and checked by Xen */
#define PG_table	PG_arch_1

/* A process' two roots lie side by side, the kernel's first. */
#define ROOT_ORDER	1
#define user_root(pgd)	((pgd) + PTRS_PER_PGD)

#define ENTRIES		(PAGE_SIZE / sizeof(unsigned long))
#define FRAME(entry)	((entry) & XEN_FRAME_MASK)
#define PRESENT(entry)	((entry) & _PAGE_PRESENT)

extern int after_bootmem;

/* of the image: see head.S */
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
	return xen_pfn_to_mfn(pfn) << PAGE_SHIFT |
		(flags & __supported_pte_mask & ~_PAGE_GLOBAL);
}

static inline unsigned long entry_pfn(unsigned long entry)
{
	return xen_mfn_to_pfn(FRAME(entry) >> PAGE_SHIFT);
}

/* Before there is a mem_map, all tables are the kernel's own. */
static inline int known_table(unsigned long pfn)
{
	return after_bootmem && test_bit(PG_table, &pfn_to_page(pfn)->flags);
}

/* An entry of a table, at once or when the collected ones are written */
extern void xen_update(void *slot, unsigned long entry);
extern void xen_update_now(void *slot, unsigned long entry);

/* One hypercall each */
extern void xen_map(unsigned long addr, unsigned long entry);
extern void xen_mmuext(unsigned int cmd, unsigned long mfn);

/*
 * Mappings and pins that change together, with interrupts off, and all of them done
 * after the flush.
 */
extern void xen_batch_map(unsigned long addr, unsigned long entry,
			  unsigned long flags);
extern void xen_batch_readonly(unsigned long pfn);
extern void xen_batch_writable(unsigned long pfn);
extern void xen_batch_mmuext(unsigned int cmd, unsigned long mfn);
extern void xen_batch_flush(void);

/* 1 << order pages to tables, and back; cmd says of which level */
extern void xen_pin(struct page *page, unsigned int order, unsigned int cmd);
extern void xen_unpin(struct page *page, unsigned int order);

extern void xen_drop_loader_mappings(void);

#endif

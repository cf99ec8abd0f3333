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

/* On the pages of a table that Xen does not know yet, or no longer */
#define PG_idle_table	PG_arch_1

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

/* Before there is a mem_map, all tables are the kernel's, and in use. */
static inline int idle_table(const void *slot)
{
	return after_bootmem &&
		test_bit(PG_idle_table, &virt_to_page(slot)->flags);
}

/* One hypercall each */
extern void xen_map(unsigned long addr, unsigned long entry);
extern void xen_update(void *slot, unsigned long entry);
extern void xen_mmuext(unsigned int cmd, unsigned long mfn);

/*
 * Mappings that change together, with interrupts off, and all of them done
 * after the flush.
 */
extern void xen_batch_map(unsigned long addr, unsigned long entry,
			  unsigned long flags);
extern void xen_batch_readonly(unsigned long pfn);
extern void xen_batch_writable(unsigned long pfn);
extern void xen_batch_flush(void);

#endif

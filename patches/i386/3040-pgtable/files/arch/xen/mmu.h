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

#define ENTRIES		(PAGE_SIZE / sizeof(u64))
#define PRESENT(entry)	((entry) & _PAGE_PRESENT)

/* The entries of a kernel pmd that are the kernel's; Xen fills in the rest. */
#define KERNEL_PMDS	pmd_index(__HYPERVISOR_VIRT_START)

/* of the image: see xen-head.S */
extern pmd_t xen_kernel_pmd[];
extern char xen_readonly_start[], xen_readonly_end[], xen_window[];

static inline unsigned long virt_to_pfn(const void *p)
{
	return __pa(p) >> PAGE_SHIFT;
}

/* An entry of the kernel's for a page, as the hardware has it */
static inline u64 kernel_entry(unsigned long pfn, u64 flags)
{
	return xen_frame_entry(pfn_to_mfn(pfn)) |
		(flags & __supported_pte_mask & ~(u64)_PAGE_GLOBAL);
}

/* Before there is a mem_map, all tables are the kernel's own. */
static inline int is_pinned(unsigned long pfn)
{
	return mem_map && test_bit(PG_pinned, &pfn_to_page(pfn)->flags);
}

/* An entry of a table, at once or with the others in lazy mode */
extern void xen_mmu_update(void *slot, u64 entry);
extern void xen_mmu_update_now(void *slot, u64 entry);

#ifdef CONFIG_SMP
extern void xen_flush_mmu_queue(void);

/* pgalloc.c: tables that no TLB knows any more */
extern void xen_free_waiting_tables(void);
#endif

/* One mapping of the kernel's in the address space in use, at once */
extern void xen_set_va_mapping(unsigned long addr, u64 entry);

/* The same in a batch of multicalls.c; what is there is not lowmem's. */
extern void xen_mc_set_va_mapping(unsigned long addr, u64 entry,
				  unsigned long flags);

/* A page of lowmem to a table, and back, in a batch */
extern void xen_mc_make_readonly(unsigned long pfn);
extern void xen_mc_make_writable(unsigned long pfn);

/* cmd: MMUEXT_PIN_L1_TABLE to MMUEXT_PIN_L3_TABLE */
extern void xen_pin_page(struct page *page, unsigned int cmd);
extern void xen_unpin_page(struct page *page);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the grant table is mapped: its frames are Xen's own, so that the
 * direct mapping does not have them. Once, a range of addresses with its page
 * tables is set aside for as many frames as Xen may ever give; a frame is
 * then mapped by writing one entry, which may be done under a spinlock and in
 * any address space.
 */
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>

#include <asm/pgalloc.h>
#include <xen/grant_table.h>

#include "mmu.h"

static pte_t *__init alloc_entry(unsigned long addr)
{
	pud_t *pud = pud_alloc(&init_mm, pgd_offset_k(addr), addr);
	pmd_t *pmd = pud ? pmd_alloc(&init_mm, pud, addr) : NULL;

	return pmd ? pte_alloc_kernel(pmd, addr) : NULL;
}

void *__init arch_gnttab_alloc_shared(unsigned int max_frames)
{
	struct vm_struct *area = get_vm_area(max_frames * PAGE_SIZE,
					     VM_IOREMAP);
	unsigned int i;

	for (i = 0; area && i < max_frames; i++)
		if (!alloc_entry((unsigned long)area->addr + i * PAGE_SIZE))
			return NULL;
	return area ? area->addr : NULL;
}

static void set_entry(void *shared, unsigned int frame, unsigned long entry)
{
	unsigned long addr = (unsigned long)shared + frame * PAGE_SIZE;
	pgd_t *pgd = pgd_offset_k(addr);
	pmd_t *pmd = pmd_offset(pud_offset(pgd, addr), addr);

	xen_mmu_update_now(pte_offset_kernel(pmd, addr), entry);
}

void arch_gnttab_map_shared(void *shared, unsigned int frame,
			    unsigned long mfn)
{
	set_entry(shared, frame, mfn << PAGE_SHIFT |
		  (__PAGE_KERNEL & __supported_pte_mask & ~_PAGE_GLOBAL));
}

void arch_gnttab_unmap_shared(void *shared, unsigned int frame)
{
	set_entry(shared, frame, 0);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attributes of pages that the kernel maps, in place of pageattr.c: all
 * mappings are of 4 KiB, none is split or put together again, and each entry
 * is flushed on all vCPUs when it changes. Nothing is kept, so nothing is
 * locked: Xen changes an entry as a whole.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include <asm/cacheflush.h>
#include <asm/sections.h>

#include "mmu.h"

/* A page fault's error code */
#define PF_PROT		1
#define PF_WRITE	2

static pte_t *mapping(unsigned long addr)
{
	pgd_t *pgd = pgd_offset_k(addr);
	pud_t *pud;
	pmd_t *pmd;

	if (pgd_none(*pgd))
		return NULL;
	pud = pud_offset(pgd, addr);
	if (pud_none(*pud))
		return NULL;
	pmd = pmd_offset(pud, addr);
	return pmd_none(*pmd) ? NULL : pte_offset_kernel(pmd, addr);
}

/* What is not mapped has no attributes; Xen refuses a writable table. */
static int change(unsigned long addr, unsigned long pfn, unsigned long flags)
{
	pte_t *pte = mapping(addr);

	if (!pte || !PRESENT(pte->pte))
		return 0;
	return HYPERVISOR_update_va_mapping(addr, kernel_entry(pfn, flags),
					    UVMF_INVLPG | UVMF_ALL);
}

#ifdef CONFIG_SMP
/*
 * Whether a page of the kernel's is writable in its table, so that the fault
 * came from an old entry of this vCPU's TLB. By the fault that one is gone.
 */
int xen_spurious_fault(unsigned long addr, unsigned long error_code)
{
	pte_t *pte;

	if (error_code != (PF_PROT | PF_WRITE) || addr < PAGE_OFFSET)
		return 0;
	pte = mapping(addr);
	return pte && (pte->pte & (_PAGE_PRESENT | _PAGE_RW)) ==
		(_PAGE_PRESENT | _PAGE_RW);
}
#endif

static int in_image(unsigned long addr)
{
	return addr >= (unsigned long)_text && addr < (unsigned long)_end;
}

int change_page_attr_addr(unsigned long address, int numpages, pgprot_t prot)
{
	int err = 0;

	for (; numpages-- && !err; address += PAGE_SIZE) {
		unsigned long image = __START_KERNEL_map + __pa(address);
		unsigned long pfn = __pa(address) >> PAGE_SHIFT;

		if (address != image)
			err = change(address, pfn, pgprot_val(prot));
		/* The image stays executable. */
		if (!err && in_image(image))
			err = change(image, pfn, pgprot_val(prot) & ~_PAGE_NX);
	}
	return err;
}

int change_page_attr(struct page *page, int numpages, pgprot_t prot)
{
	return change_page_attr_addr((unsigned long)page_address(page),
				     numpages, prot);
}
EXPORT_SYMBOL(change_page_attr);

void global_flush_tlb(void)
{
}
EXPORT_SYMBOL(global_flush_tlb);

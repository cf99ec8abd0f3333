/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A page that loses its frame leaves the table of frames and whatever still
 * maps it, because Xen gives the frame to somebody else: the direct mapping
 * if it is lowmem, else what kmap() and kmap_atomic() have left behind, which
 * take a mapping away only when they need its place. All address spaces share
 * these tables, so that one update is for all.
 *
 * Nobody uses the page meanwhile, but kmap() remembers the place that it gave
 * to it last, and looks there for the page when it needs the place. So an
 * entry that is not present keeps the page's number, and the page has its
 * mapping again together with a frame.
 *
 * Another vCPU may want that place at the same moment: with several, kmap()
 * holds it meanwhile. And each takes what kmap_atomic() has left to it.
 */
#include <linux/bootmem.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/smp.h>

#include <asm/fixmap.h>
#include <asm/xen/page.h>
#include <xen/balloon.h>

#include "mmu.h"

#ifdef CONFIG_SMP
/* The page may lose the place that it has, but gets none by anybody else. */
static void set_kmap(unsigned long pfn, u64 entry)
{
	struct page *page = pfn_to_page(pfn);

	if (!page_address(page))
		return;
	xen_set_va_mapping((unsigned long)kmap(page), entry);
	kunmap(page);
}
#else
/* Without preemption: kmap() by another task could take the place away. */
static void set_kmap(unsigned long pfn, u64 entry)
{
	void *addr;

	preempt_disable();
	addr = page_address(pfn_to_page(pfn));
	if (addr)
		xen_set_va_mapping((unsigned long)addr, entry);
	preempt_enable();
}
#endif

/* Who interrupts this is done with its mappings when it returns. */
static void clear_atomic_kmaps(unsigned long pfn)
{
	unsigned int i, first = KM_TYPE_NR * smp_processor_id();

	for (i = first; i < first + KM_TYPE_NR; i++) {
		pte_t pte = *(kmap_pte - i);

		if (PRESENT(xen_pte_entry(pte)) && pte_pfn(pte) == pfn)
			xen_set_va_mapping(__fix_to_virt(FIX_KMAP_BEGIN + i),
					   0);
	}
}

#ifdef CONFIG_SMP
static void clear_own_kmaps(void *pfn)
{
	clear_atomic_kmaps((unsigned long)pfn);
}

static void clear_all_atomic_kmaps(unsigned long pfn)
{
	on_each_cpu(clear_own_kmaps, (void *)pfn, 1, 1);
}
#else
#define clear_all_atomic_kmaps(pfn)	clear_atomic_kmaps(pfn)
#endif

unsigned long arch_balloon_unmap(unsigned long pfn)
{
	unsigned long mfn = pfn_to_mfn(pfn);

	if (pfn < max_low_pfn)
		xen_set_va_mapping((unsigned long)__va(pfn << PAGE_SHIFT), 0);
	else {
		set_kmap(pfn, xen_pte_entry(pfn_pte(pfn, PAGE_NONE)));
		clear_all_atomic_kmaps(pfn);
	}
	phys_to_machine_mapping[pfn] = INVALID_P2M_ENTRY;
	return mfn;
}

void arch_balloon_map(unsigned long pfn, unsigned long mfn)
{
	u64 entry;

	phys_to_machine_mapping[pfn] = mfn;
	entry = kernel_entry(pfn, __PAGE_KERNEL);
	if (pfn < max_low_pfn)
		xen_set_va_mapping((unsigned long)__va(pfn << PAGE_SHIFT),
				   entry);
	else
		set_kmap(pfn, entry);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own page tables.
 *
 * The loader starts the kernel on tables of its own, with the image and what
 * came along mapped from PAGE_OFFSET on, where the direct mapping is. First a
 * root and a fourth table that are in the image take the place of the
 * loader's (xen_setup_kernel_pagetable). setup_arch() then finds out how much
 * memory is lowmem, and all of that gets mapped in pages of 4 KiB, by tables
 * that take the place of the loader's as well (xen_init_memory_mapping). They
 * are put behind what the loader used, and written through a window, because
 * they are mapped nowhere yet.
 *
 * All of it runs on the first vCPU, before there are others; the shared page
 * is mapped again when the domain is restored.
 */
#include <linux/bootmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/setup.h>

#include "mmu.h"

extern unsigned long init_pg_tables_end;

static u64 shared_info_entry(void)
{
	return xen_start_info->shared_info |
		(__PAGE_KERNEL & __supported_pte_mask);
}

void xen_setup_shared_info(void)
{
	xen_set_va_mapping((unsigned long)HYPERVISOR_shared_info,
			   shared_info_entry());
}

/* The kernel's root in its image takes the place of the loader's. */
void __init xen_setup_kernel_pagetable(void)
{
	unsigned int slot = pgd_index(PAGE_OFFSET);
	pgd_t *loader = (pgd_t *)xen_start_info->pt_base;
	char *page;

	memcpy(xen_kernel_pmd, __va(pgd_val(loader[slot]) & PAGE_MASK),
	       KERNEL_PMDS * sizeof(pmd_t));
	swapper_pg_dir[slot].pgd =
		virt_to_machine(xen_kernel_pmd) | _PAGE_PRESENT;

	for (page = xen_readonly_start; page < xen_readonly_end;
	     page += PAGE_SIZE)
		xen_set_va_mapping((unsigned long)page,
				   kernel_entry(virt_to_pfn(page),
						__PAGE_KERNEL_RO));
	xen_mc_batch();
	xen_mc_mmuext(MMUEXT_PIN_L3_TABLE, virt_to_mfn(swapper_pg_dir));
	xen_mc_mmuext(MMUEXT_NEW_BASEPTR, virt_to_mfn(swapper_pg_dir));
	xen_mc_mmuext(MMUEXT_UNPIN_TABLE, virt_to_mfn(loader));
	xen_mc_issue();
}

/* The direct mapping's tables, in frames that follow one another */
static unsigned long first __initdata, count __initdata;
static unsigned long mapped_pfns __initdata;

static int __init within(unsigned long pfn, unsigned long start,
			 unsigned long end)
{
	return pfn >= start && pfn < end;
}

static int __init readonly_pfn(unsigned long pfn)
{
	unsigned long loader = virt_to_pfn((void *)xen_start_info->pt_base);

	return within(pfn, first, first + count) ||
		within(pfn, loader, loader + xen_start_info->nr_pt_frames) ||
		within(pfn, virt_to_pfn(xen_readonly_start),
		       virt_to_pfn(xen_readonly_end));
}

static u64 __init direct_entry(unsigned long pfn)
{
	if (pfn >= mapped_pfns)
		return 0;
	if (pfn == virt_to_pfn(HYPERVISOR_shared_info))
		return shared_info_entry();
	return kernel_entry(pfn, readonly_pfn(pfn) ? __PAGE_KERNEL_RO :
			    __PAGE_KERNEL);
}

/* Each table is written through the window: it is mapped nowhere yet. */
static void __init write_tables(void)
{
	u64 *slots = (u64 *)xen_window;
	unsigned long table, pfn = 0;
	int i;

	for (table = first; table < first + count; table++) {
		xen_set_va_mapping((unsigned long)xen_window,
				   kernel_entry(table, __PAGE_KERNEL));
		for (i = 0; i < ENTRIES; i++)
			slots[i] = direct_entry(pfn++);
	}
	xen_set_va_mapping((unsigned long)xen_window, 0);
}

/* The loader maps a little more than it uses. */
static void __init unmap_tables(void)
{
	unsigned long pfn;

	for (pfn = first; pfn < first + count; pfn++)
		if (HYPERVISOR_update_va_mapping((unsigned long)
				__va(pfn << PAGE_SHIFT), 0, UVMF_INVLPG))
			break;
}

static void __init link_tables(void)
{
	pmd_t *pmd = xen_kernel_pmd + pmd_index(PAGE_OFFSET);
	unsigned long i;

	for (i = 0; i < count; i++)
		xen_mmu_update_now(pmd + i,
				   kernel_entry(first + i, _KERNPG_TABLE));
}

/*
 * The tables come after what the loader used, and the bootmem allocator's map
 * after the tables.
 */
void __init xen_init_memory_mapping(unsigned long max_low_pfn)
{
	struct start_info *si = xen_start_info;

	mapped_pfns = max_low_pfn;
	first = virt_to_pfn((void *)si->pt_base) + si->nr_pt_frames;
	count = (max_low_pfn + ENTRIES - 1) / ENTRIES;
	min_low_pfn = first + count;
	if (min_low_pfn > max_low_pfn)
		panic("xen: no memory for the direct mapping's tables");
	init_pg_tables_end = min_low_pfn << PAGE_SHIFT;

	write_tables();
	unmap_tables();
	link_tables();
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The direct mapping: all memory at PAGE_OFFSET, in pages of 4 KiB.
 */
#include <linux/init.h>
#include <linux/kernel.h>

#include <asm/proto.h>
#include <asm/sections.h>

#include "mmu.h"

extern unsigned long table_start, table_end;

/*
 * Its tables by level, in frames that follow one another. Level 0 is the
 * pages that are mapped; those of level 3 are linked by the root.
 */
static unsigned long first[4] __initdata, count[4] __initdata;

/* Gives the frame after the last table. */
static unsigned long __init place_tables(unsigned long pfn)
{
	int level;

	count[0] = xen_nr_pages;
	for (level = 1; level < 4; level++) {
		first[level] = pfn;
		count[level] = (count[level - 1] + ENTRIES - 1) / ENTRIES;
		pfn += count[level];
	}
	return pfn;
}

static int __init within(unsigned long pfn, unsigned long start,
			 unsigned long end)
{
	return pfn >= start && pfn < end;
}

static int __init readonly_pfn(unsigned long pfn)
{
	unsigned long loader = virt_to_pfn((void *)xen_start_info->pt_base);

	return within(pfn, first[1], table_end) ||
		within(pfn, loader, loader + xen_start_info->nr_pt_frames) ||
		within(pfn, virt_to_pfn(xen_readonly_start),
		       virt_to_pfn(xen_readonly_end));
}

static unsigned long __init slot_entry(int level, unsigned long pfn)
{
	if (level > 1)
		return kernel_entry(pfn, _KERNPG_TABLE);
	return kernel_entry(pfn, readonly_pfn(pfn) ? __PAGE_KERNEL_RO :
			    __PAGE_KERNEL);
}

/* Each table is written through the window: it is mapped nowhere yet. */
static void __init write_tables(int level)
{
	unsigned long *slots = (unsigned long *)xen_window;
	unsigned long table = first[level], children = count[level - 1];
	unsigned long done = 0;
	int i;

	for (; done < children; table++) {
		xen_map((unsigned long)xen_window,
			kernel_entry(table, __PAGE_KERNEL));
		for (i = 0; i < ENTRIES; i++, done++)
			slots[i] = done < children ?
				slot_entry(level, first[level - 1] + done) : 0;
	}
	xen_map((unsigned long)xen_window, 0);
}

/* The loader maps a little more than it uses. */
static void __init unmap_tables(void)
{
	unsigned long pfn;

	for (pfn = first[1]; pfn < table_end; pfn++)
		if (HYPERVISOR_update_va_mapping(__START_KERNEL_map +
				(pfn << PAGE_SHIFT), 0, UVMF_INVLPG))
			break;
}

static void __init link_tables(void)
{
	pgd_t *pgd = pgd_offset_k(PAGE_OFFSET);
	unsigned long i;

	for (i = 0; i < count[3]; i++)
		xen_update(pgd + i, slot_entry(4, first[3] + i));
}

static void __init move_to_direct_mapping(void)
{
	xen_p2m = __va(__pa(xen_p2m));
	xen_start_info = __va(__pa(xen_start_info));
	xen_move_console();
}

/*
 * The tables come after what the loader used; setup_arch() reserves from
 * table_start to table_end.
 */
void __init xen_init_memory_mapping(void)
{
	struct start_info *si = xen_start_info;
	int level;

	table_start = PAGE_ALIGN(__pa_symbol(&_end)) >> PAGE_SHIFT;
	table_end = place_tables(virt_to_pfn((void *)si->pt_base) +
				 si->nr_pt_frames);
	if (table_end > xen_nr_pages)
		panic("No memory for the direct mapping's tables");

	for (level = 1; level < 4; level++)
		write_tables(level);
	unmap_tables();
	link_tables();

	move_to_direct_mapping();
	xen_drop_loader_mappings();
}

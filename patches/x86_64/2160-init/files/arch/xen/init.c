/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own page tables.
 *
 * The loader starts the kernel on tables of its own, with the image and what
 * came along mapped at __START_KERNEL_map. First the kernel's root, which is
 * in the image, takes the place of the loader's (xen_setup_kernel_pagetable).
 * setup_arch() then wants all memory mapped at PAGE_OFFSET, which is done in
 * pages of 4 KiB (xen_init_memory_mapping): the tables for it are put behind
 * what the loader used and written through a window, because they are mapped
 * nowhere yet. At last all of the loader's mappings but the image's go: a
 * page that is mapped writable anywhere cannot become a table. For the same
 * reason a page of the image that gets freed loses its mapping there.
 *
 * All of it runs on the first vCPU, before there are others; the shared page
 * is mapped again when the domain is restored.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <asm/proto.h>
#include <asm/sections.h>
#include <asm/vsyscall.h>
#include <xen/hvc-console.h>

#include "mmu.h"

extern unsigned long table_start, table_end;

void xen_setup_shared_info(void)
{
	xen_set_va_mapping((unsigned long)HYPERVISOR_shared_info,
			   xen_start_info->shared_info |
			   (__PAGE_KERNEL & ~_PAGE_NX));
}

/* The kernel's root in its image takes the place of the loader's. */
void __init xen_setup_kernel_pagetable(void)
{
	unsigned long vsyscall = VSYSCALL_START;
	char *page;

	__supported_pte_mask &= ~_PAGE_GLOBAL;
	check_efer();

	memcpy(init_level4_pgt, (void *)xen_start_info->pt_base, PAGE_SIZE);
	xen_user_level3_pgt[pud_index(vsyscall)] = _PAGE_TABLE |
		virt_to_machine(xen_user_level2_pgt);
	xen_user_level2_pgt[pmd_index(vsyscall)] = _PAGE_TABLE |
		virt_to_machine(xen_user_level1_pgt);

	for (page = xen_readonly_start; page < xen_readonly_end;
	     page += PAGE_SIZE)
		xen_set_va_mapping((unsigned long)page,
				   kernel_entry(virt_to_pfn(page),
						__PAGE_KERNEL_RO));
	xen_mc_batch();
	xen_mc_mmuext(MMUEXT_PIN_L4_TABLE, virt_to_mfn(init_level4_pgt));
	xen_mc_issue();
	xen_load_cr3(init_level4_pgt);
}

/*
 * The direct mapping's tables by level, in frames that follow one another.
 * Level 0 is the pages that are mapped; those of level 3 are linked by the
 * root.
 */
static unsigned long first[4] __initdata, count[4] __initdata;

/* Gives the frame after the last table. */
static unsigned long __init place_tables(unsigned long pfn)
{
	int level;

	count[0] = xen_max_pfn;
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
		xen_set_va_mapping((unsigned long)xen_window,
				   kernel_entry(table, __PAGE_KERNEL));
		for (i = 0; i < ENTRIES; i++, done++)
			slots[i] = done < children ?
				slot_entry(level, first[level - 1] + done) : 0;
	}
	xen_set_va_mapping((unsigned long)xen_window, 0);
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
		xen_mmu_update(pgd + i, slot_entry(4, first[3] + i));
}

/* Only the image stays mapped at its address. */
static void __init drop_loader_mappings(void)
{
	unsigned long addr = __START_KERNEL_map;

	xen_mc_batch();
	for (; addr < MODULES_END; addr += PAGE_SIZE) {
		pmd_t *pmd = pmd_offset(pud_offset(pgd_offset_k(addr), addr),
					addr);

		if (pmd_none(*pmd))
			break;
		if (addr >= (unsigned long)_text && addr < (unsigned long)_end)
			continue;
		if (PRESENT(pte_offset_kernel(pmd, addr)->pte))
			xen_mc_update_va_mapping(addr, 0, UVMF_INVLPG);
	}
	xen_mc_issue();
}

static void __init move_to_direct_mapping(void)
{
	phys_to_machine_mapping = __va(__pa(phys_to_machine_mapping));
	xen_start_info = __va(__pa(xen_start_info));
	xen_console_move();
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
	if (table_end > xen_max_pfn)
		panic("xen: no memory for the direct mapping's tables");

	for (level = 1; level < 4; level++)
		write_tables(level);
	unmap_tables();
	link_tables();

	move_to_direct_mapping();
	drop_loader_mappings();
}

/* The vsyscall page is the one fixed mapping that users see. */
void __init xen_set_user_fixmap(unsigned long addr, unsigned long phys,
				unsigned long prot)
{
	if (prot & _PAGE_USER)
		xen_mmu_update(xen_user_level1_pgt + pte_index(addr),
			       kernel_entry(phys >> PAGE_SHIFT, prot));
}

/* A page of the kernel's image that gets freed loses its mapping there. */
void xen_free_kernel_page(unsigned long addr)
{
	if (addr >= __START_KERNEL_map)
		xen_set_va_mapping(addr, 0);
}

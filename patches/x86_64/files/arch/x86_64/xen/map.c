/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own mappings: from the loader's tables to the direct mapping.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <asm/proto.h>
#include <asm/sections.h>
#include <asm/vsyscall.h>

#include "mmu.h"

extern unsigned long table_start, table_end;
extern void xen_load_cr3(pgd_t *pgd);

void __init xen_map_shared_info(void)
{
	xen_map((unsigned long)&xen_shared_info,
	    xen_start_info->shared_info | (__PAGE_KERNEL & ~_PAGE_NX));
}

/* The kernel's root in its image takes the place of the loader's. */
void __init xen_init_root(void)
{
	unsigned long vsyscall = VSYSCALL_START;
	char *page;

	__supported_pte_mask &= ~_PAGE_GLOBAL;
	check_efer();

	memcpy(init_level4_pgt, (void *)xen_start_info->pt_base, PAGE_SIZE);
	xen_user_level3_pgt[pud_index(vsyscall)] = _PAGE_TABLE |
		xen_virt_to_machine(xen_user_level2_pgt);
	xen_user_level2_pgt[pmd_index(vsyscall)] = _PAGE_TABLE |
		xen_virt_to_machine(xen_user_level1_pgt);

	for (page = xen_readonly_start; page < xen_readonly_end;
	     page += PAGE_SIZE)
		xen_map((unsigned long)page,
		    kernel_entry(virt_to_pfn(page), __PAGE_KERNEL_RO));
	xen_mmuext(MMUEXT_PIN_L4_TABLE, xen_virt_to_mfn(init_level4_pgt));
	xen_load_cr3(init_level4_pgt);
}

static int __init within(unsigned long pfn, unsigned long start,
			 unsigned long count)
{
	return pfn >= start && pfn < start + count;
}

/* new_start, new_count: the tables that the direct mapping is made of */
static unsigned long new_start __initdata, new_count __initdata;

static int __init readonly_pfn(unsigned long pfn)
{
	return within(pfn, new_start, new_count) ||
		within(pfn, virt_to_pfn((void *)xen_start_info->pt_base),
		       xen_start_info->nr_pt_frames) ||
		within(pfn, virt_to_pfn(xen_readonly_start),
		       (xen_readonly_end - xen_readonly_start) >> PAGE_SHIFT);
}

static unsigned long __init page_entry(unsigned long pfn)
{
	return kernel_entry(pfn, readonly_pfn(pfn) ? __PAGE_KERNEL_RO :
			    __PAGE_KERNEL);
}

static unsigned long __init table_entry(unsigned long pfn)
{
	return kernel_entry(pfn, _KERNPG_TABLE);
}

/* Writes the tables of one level, each through the window. */
static void __init write_tables(unsigned long table, unsigned long child,
				unsigned long children,
				unsigned long (*entry)(unsigned long pfn))
{
	unsigned long *slots = (unsigned long *)xen_window;
	unsigned long done = 0;
	int i;

	for (; done < children; table++) {
		xen_map((unsigned long)xen_window,
		    kernel_entry(table, __PAGE_KERNEL));
		for (i = 0; i < ENTRIES; i++, done++)
			slots[i] = done < children ? entry(child + done) : 0;
	}
	xen_map((unsigned long)xen_window, 0);
}

static unsigned long __init tables_for(unsigned long children)
{
	return (children + ENTRIES - 1) / ENTRIES;
}

/* The loader maps a little more than it uses. */
static void __init unmap_new_tables(void)
{
	unsigned long i;

	for (i = 0; i < new_count; i++)
		if (HYPERVISOR_update_va_mapping(__START_KERNEL_map +
				((new_start + i) << PAGE_SHIFT), 0,
				UVMF_INVLPG))
			break;
}

/*
 * The loader mapped the kernel's image and what came with it. Of that only
 * the image stays at its address: a page may not become a table while it is
 * mapped writable elsewhere.
 */
static void __init drop_loader_mappings(void)
{
	unsigned long addr = __START_KERNEL_map;

	for (; addr < MODULES_END; addr += PAGE_SIZE) {
		pmd_t *pmd = pmd_offset(pud_offset(pgd_offset_k(addr), addr),
					addr);

		if (pmd_none(*pmd))
			break;
		if (addr >= (unsigned long)_text && addr < (unsigned long)_end)
			continue;
		if (PRESENT(pte_offset_kernel(pmd, addr)->pte))
			xen_batch_map(addr, 0, UVMF_INVLPG);
	}
	xen_batch_flush();
}

static void __init move_to_direct_mapping(void)
{
	xen_p2m = __va(__pa(xen_p2m));
	xen_start_info = __va(__pa(xen_start_info));
	xen_move_console();
}

/*
 * Maps all memory at PAGE_OFFSET, in pages of 4 KiB. The tables come after
 * what the loader used; setup_arch() reserves from table_start to table_end.
 */
void __init xen_init_memory_mapping(void)
{
	struct start_info *si = xen_start_info;
	unsigned long pages = xen_nr_pages;
	unsigned long n1 = tables_for(pages), n2 = tables_for(n1);
	unsigned long n3 = tables_for(n2);
	unsigned long i, l1, l2, l3;
	pgd_t *pgd = pgd_offset_k(PAGE_OFFSET);

	table_start = PAGE_ALIGN(__pa_symbol(&_end)) >> PAGE_SHIFT;
	l1 = virt_to_pfn((void *)si->pt_base) + si->nr_pt_frames;
	l2 = l1 + n1;
	l3 = l2 + n2;
	table_end = l3 + n3;
	if (table_end > pages)
		panic("No memory for the direct mapping's tables");
	new_start = l1;
	new_count = table_end - l1;

	write_tables(l1, 0, pages, page_entry);
	write_tables(l2, l1, n1, table_entry);
	write_tables(l3, l2, n2, table_entry);
	unmap_new_tables();
	for (i = 0; i < n3; i++)
		xen_update(pgd + i, table_entry(l3 + i));

	move_to_direct_mapping();
	drop_loader_mappings();
}

/* The vsyscall page is the one fixed mapping that users see. */
void __init xen_set_user_fixmap(unsigned long addr, unsigned long phys,
				unsigned long prot)
{
	if (prot & _PAGE_USER)
		xen_update(xen_user_level1_pgt + pte_index(addr),
		       kernel_entry(phys >> PAGE_SHIFT, prot));
}

/* A page of the kernel's image that gets freed loses its mapping there. */
void xen_free_kernel_page(unsigned long addr)
{
	if (addr >= __START_KERNEL_map)
		xen_map(addr, 0);
}

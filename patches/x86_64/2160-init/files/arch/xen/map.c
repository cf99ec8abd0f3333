/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own mappings, but for the direct one: from the loader's root to
 * the kernel's, and what of its image changes later.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <asm/proto.h>
#include <asm/sections.h>
#include <asm/vsyscall.h>

#include "mmu.h"

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

/*
 * The loader mapped the kernel's image and what came with it. Of that only
 * the image stays at its address: a page may not become a table while it is
 * mapped writable elsewhere.
 */
void __init xen_drop_loader_mappings(void)
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

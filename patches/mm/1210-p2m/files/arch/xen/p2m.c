/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pseudo-physical frames (pfn) and the machine's (mfn).
 *
 * The loader gives the kernel the table from pfn to mfn, with an entry for
 * each of its nr_pages frames; it is the kernel's memory. The way back is a
 * table of Xen's for the whole machine, which all may read; where it names a
 * pfn whose mfn is another one, the frame is not this guest's. An entry of our
 * table changes only while nobody uses the page: the balloon takes its frame,
 * and gives it another one. So there is no lock.
 *
 * What users may map of physical memory depends on it too: Xen refuses an
 * entry for a frame that is not the guest's, and a page that somebody maps
 * writable can never become a page table.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/module.h>

#include <asm/xen/hypervisor.h>
#include <asm/xen/page.h>
#include <asm/xen/pgtable.h>

unsigned long *phys_to_machine_mapping;
unsigned long xen_max_pfn, xen_max_mfn;
EXPORT_SYMBOL(phys_to_machine_mapping);
EXPORT_SYMBOL(xen_max_pfn);
EXPORT_SYMBOL(xen_max_mfn);

void __init xen_setup_p2m(void)
{
	phys_to_machine_mapping = (unsigned long *)xen_start_info->mfn_list;
	xen_max_pfn = xen_start_info->nr_pages;
	xen_max_mfn = HYPERVISOR_memory_op(XENMEM_maximum_ram_page, NULL);
}

static int is_memory(unsigned long pfn, unsigned long pages)
{
	if (pfn >= xen_max_pfn || pages > xen_max_pfn - pfn)
		return 0;
	while (pages--)
		if (phys_to_machine_mapping[pfn++] == INVALID_P2M_ENTRY)
			return 0;
	return 1;
}

/* remap_pfn_range(): 0, or why there can be no such mapping */
int xen_check_remap(unsigned long pfn, unsigned long size)
{
	return is_memory(pfn, PAGE_ALIGN(size) >> PAGE_SHIFT) ? 0 : -EINVAL;
}

/*
 * mmap() of /dev/mem and /dev/kmem: to look at, or as a copy of its own. The
 * right to make it writable later goes too.
 */
int xen_check_mmap_mem(struct vm_area_struct *vma)
{
	int err = xen_check_remap(vma->vm_pgoff, vma->vm_end - vma->vm_start);

	if (err || !(vma->vm_flags & VM_SHARED))
		return err;
	if (vma->vm_flags & VM_WRITE)
		return -EPERM;
	vma->vm_flags &= ~VM_MAYWRITE;
	return 0;
}

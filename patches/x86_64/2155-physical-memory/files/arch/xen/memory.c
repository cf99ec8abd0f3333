/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What users may map of physical memory: Xen refuses an entry for a machine
 * frame that is not the guest's, and a page that somebody maps writable can
 * never become a page table.
 */
#include <linux/errno.h>
#include <linux/mm.h>

#include <asm/xen/page.h>
#include <asm/xen/pgtable.h>

static int is_memory(unsigned long pfn, unsigned long pages)
{
	return pfn < xen_nr_pages && pages <= xen_nr_pages - pfn;
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

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
 * A toolstack that saves the domain looks for the table in frames that are
 * named in frames (frame_lists) that are named in one frame
 * (frame_list_list), which the shared page names; in the restored domain it
 * has written the new frames into the table, and nowhere else.
 *
 * What users may map of physical memory depends on it too: Xen refuses an
 * entry for a frame that is not the guest's, and a page that somebody maps
 * writable can never become a page table.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>

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

#define PER_FRAME	(PAGE_SIZE / sizeof(unsigned long))

static unsigned long *frame_list_list, **frame_lists;

void xen_setup_mfn_list_list(void)
{
	unsigned long pfn, i;

	if (!frame_list_list)
		return;
	for (pfn = 0; pfn < xen_max_pfn; pfn += PER_FRAME) {
		i = pfn / PER_FRAME;
		frame_lists[i / PER_FRAME][i % PER_FRAME] =
			virt_to_mfn(phys_to_machine_mapping + pfn);
		frame_list_list[i / PER_FRAME] =
			virt_to_mfn(frame_lists[i / PER_FRAME]);
	}
	HYPERVISOR_shared_info->arch.max_pfn = xen_max_pfn;
	HYPERVISOR_shared_info->arch.pfn_to_mfn_frame_list_list =
		virt_to_mfn(frame_list_list);
	/* It may be another machine. */
	xen_max_mfn = HYPERVISOR_memory_op(XENMEM_maximum_ram_page, NULL);
}

/* One frame of names is enough for 512 GiB. */
static int __init alloc_frame_lists(void)
{
	unsigned long i, count = (xen_max_pfn - 1) / (PER_FRAME * PER_FRAME) + 1;
	unsigned long *list_list = (void *)get_zeroed_page(GFP_KERNEL);

	frame_lists = kmalloc(count * sizeof(*frame_lists), GFP_KERNEL);
	if (!list_list || !frame_lists || count > PER_FRAME)
		goto none;
	for (i = 0; i < count; i++) {
		frame_lists[i] = (void *)get_zeroed_page(GFP_KERNEL);
		if (!frame_lists[i])
			goto none;
	}
	frame_list_list = list_list;
	xen_setup_mfn_list_list();
	return 0;
none:
	printk(KERN_WARNING "xen: the domain cannot be saved\n");
	return -ENOMEM;
}
core_initcall(alloc_frame_lists);

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

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Local descriptor tables: read-only wherever they are mapped, from before
 * Xen first loads them until they get freed.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>

#include <asm/desc.h>
#include <asm/ldt.h>
#include <asm/pgtable.h>
#include <asm/xen/hypervisor.h>

/* The table that Xen has, and may hold references to */
static void *loaded;

static int in_vmalloc(const void *p)
{
	unsigned long addr = (unsigned long)p;

	return addr >= VMALLOC_START && addr < VMALLOC_END;
}

static unsigned long pfn_of(void *p)
{
	return in_vmalloc(p) ? page_to_pfn(vmalloc_to_page(p)) :
		__pa(p) >> PAGE_SHIFT;
}

static void map(unsigned long addr, unsigned long pfn, pgprot_t prot)
{
	if (HYPERVISOR_update_va_mapping(addr, pfn_pte(pfn, prot).pte,
					 UVMF_INVLPG))
		BUG();
}

/* A read makes sure that the root in use knows an address of vmalloc(). */
static void protect(void *ldt, unsigned int entries, pgprot_t prot)
{
	void *end = ldt + entries * LDT_ENTRY_SIZE;

	for (; ldt < end; ldt += PAGE_SIZE) {
		unsigned long pfn = pfn_of(ldt);

		*(volatile char *)ldt;
		if (in_vmalloc(ldt))
			map((unsigned long)ldt, pfn, prot);
		map((unsigned long)__va(pfn << PAGE_SHIFT), pfn, prot);
	}
}

void xen_take_ldt(void *ldt, unsigned int entries)
{
	BUG_ON((unsigned long)ldt & ~PAGE_MASK);
	protect(ldt, entries, PAGE_KERNEL_RO);
}

void xen_release_ldt(void *ldt, unsigned int entries)
{
	if (loaded == ldt)
		xen_load_ldt(NULL, 0);
	protect(ldt, entries, PAGE_KERNEL);
}

void xen_load_ldt(void *ldt, unsigned int entries)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_SET_LDT;
	op.arg1.linear_addr = (unsigned long)ldt;
	op.arg2.nr_ents = entries;
	if (HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF))
		BUG();
	loaded = ldt;
}

void xen_write_ldt_entry(void *slot, u64 desc)
{
	unsigned long machine = xen_pfn_to_mfn(pfn_of(slot)) << PAGE_SHIFT |
		((unsigned long)slot & ~PAGE_MASK);

	if (HYPERVISOR_update_descriptor(machine, desc))
		BUG();
}

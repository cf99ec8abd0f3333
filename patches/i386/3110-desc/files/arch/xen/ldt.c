/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Local descriptor tables: read-only wherever they are mapped, from before
 * Xen first loads them until they get freed. Xen keeps references to the
 * pages of the table that a vCPU has loaded, and they cannot become writable
 * before it loads another one; so each vCPU's is remembered.
 */
#include <linux/bootmem.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>

#include <asm/desc.h>
#include <asm/ldt.h>
#include <asm/pgtable.h>
#include <asm/xen/hypervisor.h>

static DEFINE_PER_CPU(void *, loaded_ldt);

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
	u64 entry = xen_pte_entry(pfn_pte(pfn, prot));

	xen_check(HYPERVISOR_update_va_mapping(addr, entry,
					       UVMF_INVLPG | UVMF_ALL),
		  "update_va_mapping", addr, (unsigned long)entry,
		  UVMF_INVLPG | UVMF_ALL);
}

/* A page of vmalloc() may be highmem, which nothing else maps. */
static void protect(void *ldt, unsigned int entries, pgprot_t prot)
{
	void *end = ldt + entries * LDT_ENTRY_SIZE;

	for (; ldt < end; ldt += PAGE_SIZE) {
		unsigned long pfn = pfn_of(ldt);

		if (in_vmalloc(ldt))
			map((unsigned long)ldt, pfn, prot);
		if (pfn < max_low_pfn)
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
	preempt_disable();
	if (__get_cpu_var(loaded_ldt) == ldt)
		xen_load_ldt(NULL, 0);
	preempt_enable();
	protect(ldt, entries, PAGE_KERNEL);
}

/* On this vCPU; preemption is off. */
void xen_load_ldt(void *ldt, unsigned int entries)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_SET_LDT;
	op.arg1.linear_addr = entries ? (unsigned long)ldt : 0;
	op.arg2.nr_ents = entries;
	xen_check(HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF), "mmuext_op",
		  MMUEXT_SET_LDT, (unsigned long)ldt, entries);
	__get_cpu_var(loaded_ldt) = entries ? ldt : NULL;
}

void xen_write_ldt_entry(void *ldt, int entry, u32 a, u32 b)
{
	void *slot = ldt + entry * LDT_ENTRY_SIZE;
	u64 machine = xen_frame_entry(pfn_to_mfn(pfn_of(slot))) |
		((unsigned long)slot & ~PAGE_MASK);

	xen_check(HYPERVISOR_update_descriptor(machine, (u64)b << 32 | a),
		  "update_descriptor", (unsigned long)slot, a, b);
}

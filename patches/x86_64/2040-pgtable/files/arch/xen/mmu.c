/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Machine frames, and what of the memory management is a hypercall.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include "mmu.h"

unsigned long *xen_p2m;
unsigned long xen_nr_pages, xen_max_mfn;
EXPORT_SYMBOL(xen_p2m);
EXPORT_SYMBOL(xen_nr_pages);
EXPORT_SYMBOL(xen_max_mfn);

void __init xen_init_translation(void)
{
	struct start_info *si = xen_start_info;

	xen_p2m = (unsigned long *)si->mfn_list;
	xen_nr_pages = si->nr_pages;
	xen_max_mfn = HYPERVISOR_memory_op(XENMEM_maximum_ram_page, NULL);
}

/* Kernel mappings and pins that change together, in one hypercall */
#define BATCH	32
static struct multicall_entry batch[BATCH];
static struct mmuext_op batch_op[BATCH];
static int batched;

void xen_batch_flush(void)
{
	int i;

	if (!batched)
		return;
	if (HYPERVISOR_multicall(batch, batched))
		BUG();
	for (i = 0; i < batched; i++)
		BUG_ON((long)batch[i].result < 0);
	batched = 0;
}

void xen_batch_map(unsigned long addr, unsigned long entry,
		   unsigned long flags)
{
	struct multicall_entry *call = &batch[batched++];

	call->op = __HYPERVISOR_update_va_mapping;
	call->args[0] = addr;
	call->args[1] = entry;
	call->args[2] = flags;
	if (batched == BATCH)
		xen_batch_flush();
}

void xen_batch_mmuext(unsigned int cmd, unsigned long mfn)
{
	struct multicall_entry *call = &batch[batched];
	struct mmuext_op *op = &batch_op[batched++];

	op->cmd = cmd;
	op->arg1.mfn = mfn;
	call->op = __HYPERVISOR_mmuext_op;
	call->args[0] = (unsigned long)op;
	call->args[1] = 1;
	call->args[2] = 0;
	call->args[3] = DOMID_SELF;
	if (batched == BATCH)
		xen_batch_flush();
}

void xen_map(unsigned long addr, unsigned long entry)
{
	if (HYPERVISOR_update_va_mapping(addr, entry, UVMF_INVLPG))
		BUG();
}

/*
 * A table's page in the direct mapping. The first needs no flush, Xen does
 * one before it takes the page for a table; without the second's the next
 * write would fault.
 */
void xen_batch_readonly(unsigned long pfn)
{
	xen_batch_map((unsigned long)__va(pfn << PAGE_SHIFT),
		      kernel_entry(pfn, __PAGE_KERNEL_RO), UVMF_NONE);
}

void xen_batch_writable(unsigned long pfn)
{
	xen_batch_map((unsigned long)__va(pfn << PAGE_SHIFT),
		      kernel_entry(pfn, __PAGE_KERNEL), UVMF_INVLPG);
}

void xen_mmuext(unsigned int cmd, unsigned long mfn)
{
	struct mmuext_op op;

	op.cmd = cmd;
	op.arg1.mfn = mfn;
	if (HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF))
		BUG();
}

void xen_flush_tlb(void)
{
	xen_mmuext(MMUEXT_TLB_FLUSH_LOCAL, 0);
}
EXPORT_SYMBOL(xen_flush_tlb);

void xen_flush_tlb_one(unsigned long addr)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_INVLPG_LOCAL;
	op.arg1.linear_addr = addr & PAGE_MASK;
	if (HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF))
		BUG();
}

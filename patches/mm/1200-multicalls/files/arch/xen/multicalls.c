/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Several hypercalls by one.
 *
 * Each vCPU has a buffer. From xen_mc_batch() to xen_mc_issue() interrupts
 * are off, so that the buffer is nobody else's and the vCPU does not change;
 * batches do not nest. Xen does the calls in their order, possibly before
 * xen_mc_issue(), when the buffer is full: a batch is not a transaction. After
 * xen_mc_issue() all of them are done.
 *
 * None may fail: an entry that did is reported with its arguments.
 */
#include <linux/kernel.h>
#include <linux/percpu.h>

#include <asm/system.h>

#include "multicalls.h"

#define MC_BATCH	32

struct mc_buffer {
	struct multicall_entry entries[MC_BATCH];
	struct mmuext_op ops[MC_BATCH];
	unsigned int count;
	unsigned long irq_flags;
};

static DEFINE_PER_CPU(struct mc_buffer, mc_buffer);

static void check(const struct mc_buffer *b, void *caller)
{
	unsigned int i, failed = 0;

	for (i = 0; i < b->count; i++) {
		if (likely((long)b->entries[i].result >= 0))
			continue;
		xen_multicall_failed(&b->entries[i], caller);
		failed++;
	}
	if (failed)
		panic("xen: %u of %u hypercalls failed", failed, b->count);
}

static void mc_flush(struct mc_buffer *b, void *caller)
{
	long result;

	if (!b->count)
		return;
	result = HYPERVISOR_multicall(b->entries, b->count);
	xen_check(result, "multicall", (unsigned long)b->entries, b->count, 0);
	check(b, caller);
	b->count = 0;
}

void xen_mc_batch(void)
{
	unsigned long flags;

	local_irq_save(flags);
	__get_cpu_var(mc_buffer).irq_flags = flags;
}

void xen_mc_issue(void)
{
	struct mc_buffer *b = &__get_cpu_var(mc_buffer);

	mc_flush(b, __builtin_return_address(0));
	local_irq_restore(b->irq_flags);
}

struct multicall_entry *xen_mc_entry(unsigned int call, struct mmuext_op **op)
{
	struct mc_buffer *b = &__get_cpu_var(mc_buffer);

	if (b->count == MC_BATCH)
		mc_flush(b, __builtin_return_address(0));
	if (op)
		*op = &b->ops[b->count];
	b->entries[b->count].op = call;
	return &b->entries[b->count++];
}

void xen_mc_update_va_mapping(unsigned long addr, unsigned long entry,
			      unsigned long flags)
{
	struct multicall_entry *call =
		xen_mc_entry(__HYPERVISOR_update_va_mapping, NULL);

	call->args[0] = addr;
	call->args[1] = entry;
	call->args[2] = flags;
}

void xen_mc_mmuext(unsigned int cmd, unsigned long mfn)
{
	struct mmuext_op *op;
	struct multicall_entry *call =
		xen_mc_entry(__HYPERVISOR_mmuext_op, &op);

	op->cmd = cmd;
	op->arg1.mfn = mfn;
	call->args[0] = (unsigned long)op;
	call->args[1] = 1;
	call->args[2] = 0;
	call->args[3] = DOMID_SELF;
}

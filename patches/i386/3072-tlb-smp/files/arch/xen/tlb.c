/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flushing TLBs of several vCPUs.
 *
 * Xen knows where each vCPU runs: one hypercall flushes those that a mask
 * names, this one among them, and does not return before they are flushed. A
 * vCPU that does not run needs no wait.
 *
 * A vCPU that has borrowed a process' tables and runs a kernel thread needs no
 * flush of the user's half: it leaves the process' mask, and switch_mm() there
 * reloads the tables before it uses that half, see borrowed(). Its processor
 * may still walk tables that have been freed; Xen flushes its TLB before it
 * lets their pages become anything else.
 *
 * Pages and tables are freed when no TLB knows them any more: xen_tlb_flush()
 * first writes what the queue has, then flushes, and only then gives tables to
 * the next process.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include <asm/system.h>
#include <asm/tlbflush.h>

#include "mmu.h"

DEFINE_PER_CPU(struct tlb_state, cpu_tlbstate) ____cacheline_aligned = {
	.active_mm = &init_mm,
};

static inline int is_lazy(int cpu)
{
	return *(volatile int *)&per_cpu(cpu_tlbstate, cpu).state ==
		TLBSTATE_LAZY;
}

/*
 * Whether the vCPU has only borrowed the tables; then it is no longer in the
 * process' mask. switch_mm(), on that vCPU, first says that it is lazy no
 * more and then looks whether it is in the mask, or enters it; here it is
 * taken out first and its state looked at again. So one of the two sees what
 * the other did.
 */
static int borrowed(struct mm_struct *mm, int cpu)
{
	if (!is_lazy(cpu))
		return 0;
	cpu_clear(cpu, mm->cpu_vm_mask);
	smp_mb();
	if (is_lazy(cpu))
		return 1;
	cpu_set(cpu, mm->cpu_vm_mask);
	return 0;
}

static void flush(struct mmuext_op *op)
{
	xen_check(HYPERVISOR_mmuext_op(op, 1, NULL, DOMID_SELF), "mmuext_op",
		  op->cmd, op->arg1.linear_addr, 0);
}

/* One page of a process, or all, wherever it is in use */
static void flush_users(struct mm_struct *mm, struct mmuext_op *op)
{
	cpumask_t cpus = mm->cpu_vm_mask;
	int cpu;

	cpus_and(cpus, cpus, cpu_online_map);
	for_each_cpu_mask(cpu, cpus)
		if (borrowed(mm, cpu))
			cpu_clear(cpu, cpus);
	if (cpus_empty(cpus))
		return;
	set_xen_guest_handle(op->arg2.vcpumask, cpus_addr(cpus));
	flush(op);
}

void flush_tlb_mm(struct mm_struct *mm)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_TLB_FLUSH_MULTI;
	op.arg1.linear_addr = 0;
	preempt_disable();
	flush_users(mm, &op);
	preempt_enable();
}
EXPORT_SYMBOL(flush_tlb_mm);

void flush_tlb_current_task(void)
{
	flush_tlb_mm(current->mm);
}

void flush_tlb_page(struct vm_area_struct *vma, unsigned long addr)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_INVLPG_MULTI;
	op.arg1.linear_addr = addr & PAGE_MASK;
	preempt_disable();
	flush_users(vma->vm_mm, &op);
	preempt_enable();
}
EXPORT_SYMBOL(flush_tlb_page);

void flush_tlb_all(void)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_TLB_FLUSH_ALL;
	op.arg1.linear_addr = 0;
	flush(&op);
}
EXPORT_SYMBOL(flush_tlb_all);

/* In place of tlb_flush(); preemption is off from the first page on. */
void xen_tlb_flush(struct mm_struct *mm)
{
	xen_flush_mmu_queue();
	flush_tlb_mm(mm);
	xen_free_waiting_tables();
}

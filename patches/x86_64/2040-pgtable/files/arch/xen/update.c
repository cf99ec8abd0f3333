/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writing entries of page tables. Where the kernel goes over a table, or
 * takes tables apart, the updates are collected and become one hypercall;
 * elsewhere each takes its own.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "mmu.h"

#define QUEUE	128
static struct mmu_update queue[QUEUE];
static int queued;
static int collecting;

static void flush(void)
{
	if (queued && HYPERVISOR_mmu_update(queue, queued, NULL, DOMID_SELF))
		BUG();
	queued = 0;
}

/* Between these two nobody sleeps, and preemption is off. */
void xen_begin_updates(void)
{
	collecting = 1;
}

void xen_end_updates(void)
{
	flush();
	collecting = 0;
}

/* One entry may be cleared and then set: the last value counts. */
static void collect(void *slot, unsigned long entry)
{
	unsigned long ptr = xen_virt_to_machine(slot) | MMU_NORMAL_PT_UPDATE;

	if (queued && queue[queued - 1].ptr == ptr) {
		queue[queued - 1].val = entry;
		return;
	}
	if (queued == QUEUE)
		flush();
	queue[queued].ptr = ptr;
	queue[queued].val = entry;
	queued++;
}

void xen_update_now(void *slot, unsigned long entry)
{
	struct mmu_update op;

	op.ptr = xen_virt_to_machine(slot) | MMU_NORMAL_PT_UPDATE;
	op.val = entry;
	if (HYPERVISOR_mmu_update(&op, 1, NULL, DOMID_SELF))
		BUG();
}

void xen_update(void *slot, unsigned long entry)
{
	if (collecting)
		collect(slot, entry);
	else
		xen_update_now(slot, entry);
}

/* In the address space in use there is a hypercall that costs less. */
void xen_set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		    pte_t val)
{
	if (collecting || (mm != current->mm && mm != &init_mm) ||
	    HYPERVISOR_update_va_mapping(addr, val.pte, UVMF_NONE))
		xen_update(ptep, val.pte);
}
EXPORT_SYMBOL(xen_set_pte_at);

/*
 * With one vCPU nobody but this code changes the entry between the look and
 * the write.
 */
pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	static const pte_t none;
	pte_t pte = *ptep;

	xen_set_pte_at(mm, addr, ptep, none);
	return pte;
}
EXPORT_SYMBOL(ptep_get_and_clear);

static int clear_flag(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		      unsigned long flag)
{
	pte_t pte = *ptep;

	if (!(pte.pte & flag))
		return 0;
	pte.pte &= ~flag;
	xen_set_pte_at(mm, addr, ptep, pte);
	return 1;
}

int ptep_test_and_clear_dirty(struct vm_area_struct *vma, unsigned long addr,
			      pte_t *ptep)
{
	return clear_flag(vma->vm_mm, addr, ptep, _PAGE_DIRTY);
}

int ptep_test_and_clear_young(struct vm_area_struct *vma, unsigned long addr,
			      pte_t *ptep)
{
	return clear_flag(vma->vm_mm, addr, ptep, _PAGE_ACCESSED);
}

void ptep_set_wrprotect(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	clear_flag(mm, addr, ptep, _PAGE_RW);
}

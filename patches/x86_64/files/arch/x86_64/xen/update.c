/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entries of level 1. Where the kernel goes over a table, what it writes is
 * collected and becomes one hypercall; elsewhere an entry of the address
 * space in use takes a hypercall, and any other a write that Xen emulates.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "mmu.h"

#define QUEUE	64
static struct mmu_update queue[QUEUE];
static int queued;
static int collecting;

static void flush(void)
{
	if (queued && HYPERVISOR_mmu_update(queue, queued, NULL, DOMID_SELF))
		BUG();
	queued = 0;
}

/* Between these two the page table's lock is held, and nobody sleeps. */
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
static void collect(pte_t *ptep, pte_t val)
{
	unsigned long ptr = xen_virt_to_machine(ptep) | MMU_NORMAL_PT_UPDATE;

	if (queued && queue[queued - 1].ptr == ptr) {
		queue[queued - 1].val = val.pte;
		return;
	}
	if (queued == QUEUE)
		flush();
	queue[queued].ptr = ptr;
	queue[queued].val = val.pte;
	queued++;
}

void xen_set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		    pte_t val)
{
	if (idle_table(ptep))
		set_pte(ptep, val);
	else if (collecting)
		collect(ptep, val);
	else if ((mm != current->mm && mm != &init_mm) ||
		 HYPERVISOR_update_va_mapping(addr, val.pte, UVMF_NONE))
		set_pte(ptep, val);
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

void ptep_set_wrprotect(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pte_t pte = *ptep;

	pte.pte &= ~_PAGE_RW;
	xen_set_pte_at(mm, addr, ptep, pte);
}

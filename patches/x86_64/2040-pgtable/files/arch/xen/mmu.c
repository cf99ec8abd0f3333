/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables as Xen wants them.
 *
 * The processor walks the kernel's own tables, with machine frames in them.
 * Xen therefore checks each entry before it takes effect. A page that is a
 * table may be mapped read-only alone, anywhere in the guest; in turn Xen
 * guarantees that a table which it has checked (pinned) stays valid, and
 * loads it without looking again. Pinning costs a check of 512 entries, so
 * tables stay pinned while they are free, see pgalloc.c; PG_pinned marks
 * their pages. The kernel's own tables have no mark: they become read-only
 * when they are linked.
 *
 * A process has two roots side by side: one that the kernel runs on, and one
 * with the user's half and the vsyscall page, for user mode.
 *
 * Writing entries. In the address space in use, update_va_mapping costs
 * least; elsewhere an entry is an mmu_update. Between arch_enter_lazy_mmu_mode()
 * and arch_leave_lazy_mmu_mode() updates are collected, and are one mmu_update
 * when the mode is left or the queue is full. Who reads a table in lazy mode
 * may see old entries.
 *
 * Locking. Who changes an entry holds the lock of its table, as everywhere in
 * the kernel. Each vCPU has its own queue. Lazy mode is entered with
 * preemption off and left before it comes on again, so that mode and queue
 * are one task's. Interrupt handlers do not enter lazy mode and change no
 * tables of processes. Changes of mappings and pins are batches with
 * interrupts off, see multicalls.c.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/sched.h>

#include <asm/system.h>
#include <asm/tlbflush.h>

#include "mmu.h"

#define USER_ENTRIES	(PTRS_PER_PGD / 2)

/* Updates that wait, for one hypercall */

#define MMU_QUEUE	128

struct mmu_queue {
	struct mmu_update updates[MMU_QUEUE];
	unsigned int count;
	int lazy;
	void *last;			/* the last update's entry, if any */
};

static DEFINE_PER_CPU(struct mmu_queue, mmu_queue);

static void flush_queue(struct mmu_queue *q)
{
	if (!q->count)
		return;
	xen_check(HYPERVISOR_mmu_update(q->updates, q->count, NULL, DOMID_SELF),
		  "mmu_update", (unsigned long)q->updates, q->count,
		  (unsigned long)q->last);
	q->count = 0;
	q->last = NULL;
}

void arch_enter_lazy_mmu_mode(void)
{
	__get_cpu_var(mmu_queue).lazy = 1;
}

void arch_leave_lazy_mmu_mode(void)
{
	struct mmu_queue *q = &__get_cpu_var(mmu_queue);

	flush_queue(q);
	q->lazy = 0;
}

static inline void append_update(struct mmu_queue *q, void *slot,
				 unsigned long ptr, unsigned long entry)
{
	struct mmu_update *update = &q->updates[q->count++];

	update->ptr = ptr;
	update->val = entry;
	q->last = slot;
}

/* Kept out of line, so that queue_update() needs no stack. */
static noinline void queue_far_update(struct mmu_queue *q, void *slot,
				      unsigned long entry)
{
	if (q->count == MMU_QUEUE)
		flush_queue(q);
	append_update(q, slot, virt_to_machine(slot) | MMU_NORMAL_PT_UPDATE,
		      entry);
}

/*
 * One entry may be cleared and then set: the last value counts. Entries of
 * one table mostly follow one another, and need one look for its frame.
 */
static inline void queue_update(struct mmu_queue *q, void *slot,
				unsigned long entry)
{
	struct mmu_update *next = &q->updates[q->count];

	if (q->last == slot)
		next[-1].val = entry;
	else if (((unsigned long)q->last ^ (unsigned long)slot) < PAGE_SIZE &&
		 q->count < MMU_QUEUE)
		append_update(q, slot, next[-1].ptr + (slot - q->last), entry);
	else
		queue_far_update(q, slot, entry);
}

void xen_mmu_update_now(void *slot, unsigned long entry)
{
	struct mmu_update op;

	op.ptr = virt_to_machine(slot) | MMU_NORMAL_PT_UPDATE;
	op.val = entry;
	xen_check(HYPERVISOR_mmu_update(&op, 1, NULL, DOMID_SELF),
		  "mmu_update", (unsigned long)slot, op.ptr, entry);
}

/* Returns whether it waits in this vCPU's queue. */
static inline int update_later(void *slot, unsigned long entry)
{
	struct mmu_queue *q = &get_cpu_var(mmu_queue);
	int lazy = q->lazy;

	if (lazy)
		queue_update(q, slot, entry);
	put_cpu_var(mmu_queue);
	return lazy;
}

void xen_mmu_update(void *slot, unsigned long entry)
{
	if (!update_later(slot, entry))
		xen_mmu_update_now(slot, entry);
}

/* Level 1 */

void xen_set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		    pte_t val)
{
	if (update_later(ptep, val.pte))
		return;
	if ((mm != current->mm && mm != &init_mm) ||
	    HYPERVISOR_update_va_mapping(addr, val.pte, UVMF_NONE))
		xen_mmu_update_now(ptep, val.pte);
}
EXPORT_SYMBOL(xen_set_pte_at);

#ifdef CONFIG_SMP
/*
 * Another vCPU may set the accessed and dirty bits meanwhile. Xen emulates
 * the exchange.
 */
pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pte_t pte;

	do {
		pte = *ptep;
	} while (cmpxchg(&ptep->pte, pte.pte, 0UL) != pte.pte);
	return pte;
}

static int clear_flag(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		      unsigned long flag)
{
	unsigned long old;

	do {
		old = ptep->pte;
		if (!(old & flag))
			return 0;
	} while (cmpxchg(&ptep->pte, old, old & ~flag) != old);
	return 1;
}
#else
/* Nobody but this code changes the entry between the look and the write. */
pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	static const pte_t none;
	pte_t pte = *ptep;

	xen_set_pte_at(mm, addr, ptep, none);
	return pte;
}

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
#endif
EXPORT_SYMBOL(ptep_get_and_clear);

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

/* Pages to tables, and back */

void xen_set_va_mapping(unsigned long addr, unsigned long entry)
{
	xen_check(HYPERVISOR_update_va_mapping(addr, entry, UVMF_INVLPG),
		  "update_va_mapping", addr, entry, UVMF_INVLPG);
}

/*
 * A table's page in the direct mapping. The first needs no flush, Xen does
 * one before it takes the page for a table; without the second's the next
 * write would fault.
 */
static void mc_make_readonly(unsigned long pfn)
{
	xen_mc_update_va_mapping((unsigned long)__va(pfn << PAGE_SHIFT),
				 kernel_entry(pfn, __PAGE_KERNEL_RO),
				 UVMF_NONE);
}

static void mc_make_writable(unsigned long pfn)
{
	xen_mc_update_va_mapping((unsigned long)__va(pfn << PAGE_SHIFT),
				 kernel_entry(pfn, __PAGE_KERNEL),
				 UVMF_INVLPG);
}

/* cmd: MMUEXT_PIN_L1_TABLE to MMUEXT_PIN_L4_TABLE */
void xen_pin_page(struct page *page, unsigned int order, unsigned int cmd)
{
	unsigned long pfn = page_to_pfn(page);
	int i;

	xen_mc_batch();
	for (i = 0; i < 1 << order; i++)
		mc_make_readonly(pfn + i);
	for (i = 0; i < 1 << order; i++)
		xen_mc_mmuext(cmd, pfn_to_mfn(pfn + i));
	xen_mc_issue();
	set_bit(PG_pinned, &page->flags);
}

void xen_unpin_page(struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);
	int i;

	clear_bit(PG_pinned, &page->flags);
	xen_mc_batch();
	for (i = 0; i < 1 << order; i++)
		xen_mc_mmuext(MMUEXT_UNPIN_TABLE, pfn_to_mfn(pfn + i));
	for (i = 0; i < 1 << order; i++)
		mc_make_writable(pfn + i);
	xen_mc_issue();
}

/* Levels 2 to 4 */

static void protect_table(unsigned long entry)
{
	if (!PRESENT(entry) || is_pinned(entry_pfn(entry)))
		return;
	xen_mc_batch();
	mc_make_readonly(entry_pfn(entry));
	xen_mc_issue();
}

void set_pmd(pmd_t *dst, pmd_t val)
{
	protect_table(val.pmd);
	xen_mmu_update(dst, val.pmd);
}
EXPORT_SYMBOL(set_pmd);

void set_pud(pud_t *dst, pud_t val)
{
	protect_table(val.pud);
	xen_mmu_update(dst, val.pud);
}

/*
 * What is below the kernel's half is in the user's root too. The other half
 * gets its entries in faults, at any time: those do not wait.
 */
void set_pgd(pgd_t *dst, pgd_t val)
{
	pgd_t *root = (pgd_t *)((unsigned long)dst & PAGE_MASK);

	if (dst->pgd == val.pgd)
		return;
	protect_table(val.pgd);
	if (root == init_level4_pgt || dst - root >= USER_ENTRIES) {
		xen_mmu_update_now(dst, val.pgd);
		return;
	}
	xen_mmu_update(xen_user_pgd(dst), val.pgd);
	xen_mmu_update(dst, val.pgd);
}

/* What the processor is on, and its TLB */

void xen_load_cr3(pgd_t *pgd)
{
	struct mmuext_op op[2];

	op[0].cmd = MMUEXT_NEW_BASEPTR;
	op[0].arg1.mfn = virt_to_mfn(pgd);
	op[1].cmd = MMUEXT_NEW_USER_BASEPTR;
	op[1].arg1.mfn = pgd == init_level4_pgt ? 0 :
		virt_to_mfn(xen_user_pgd(pgd));
	xen_check(HYPERVISOR_mmuext_op(op, 2, NULL, DOMID_SELF), "mmuext_op",
		  MMUEXT_NEW_BASEPTR, op[0].arg1.mfn, op[1].arg1.mfn);
}

void xen_flush_tlb(void)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_TLB_FLUSH_LOCAL;
	xen_check(HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF), "mmuext_op",
		  op.cmd, 0, 0);
}
EXPORT_SYMBOL(xen_flush_tlb);

void xen_flush_tlb_single(unsigned long addr)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_INVLPG_LOCAL;
	op.arg1.linear_addr = addr & PAGE_MASK;
	xen_check(HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF), "mmuext_op",
		  op.cmd, addr, 0);
}

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
 * may see old entries. It is a mode for processes' tables: one that has no mark
 * there is plain memory, and is written at once (see full-tables.c).
 *
 * Locking. Who changes an entry holds the lock of its table, as everywhere in
 * the kernel. Each vCPU has its own queue. Lazy mode is entered with
 * preemption off and left before it comes on again, so that mode and queue
 * are one task's. Interrupt handlers do not enter lazy mode and change no
 * tables of processes. Changes of mappings and pins are batches with
 * interrupts off, see multicalls.c.
 *
 * Several vCPUs. The processor sets accessed and dirty bits while another vCPU
 * changes the entry. Taking an entry out is therefore an exchange, which Xen
 * emulates, and which does not wait in a queue; only where no other vCPU can
 * use the tables it is done as on one (only_user()). Pages and tables are
 * freed when no TLB knows them any more: xen_tlb_flush() first writes what the
 * queue has, then flushes, and only then gives tables to the next process. The
 * kernel's own mappings change for all vCPUs at once (UVMF_KERNEL). Where a
 * table becomes a page again they do not: another vCPU may take that for
 * read-only still, and its first write faults (xen_spurious_fault()).
 *
 * A vCPU that has borrowed a process' tables and runs a kernel thread needs no
 * flush of the user's half: it leaves the process' mask, and reloads the tables
 * before it uses that half, see borrowed(). Its processor may still walk tables
 * that have been freed; Xen flushes its TLB before it lets their pages become
 * anything else.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/sched.h>

#include <asm/system.h>
#include <asm/tlbflush.h>

#include "mmu.h"

/* What is flushed when a mapping of the kernel's changes */
#ifdef CONFIG_SMP
#define UVMF_KERNEL	(UVMF_INVLPG | UVMF_ALL)
#else
#define UVMF_KERNEL	UVMF_INVLPG
#endif

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
	if (!is_pinned(virt_to_pfn(slot))) {
		*(volatile unsigned long *)slot = entry;
		return;
	}
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

/*
 * Whether no other vCPU can use the tables: their only thread is this one, or
 * they are on their way out. Kernel threads that have borrowed them stay out
 * of the user's half, but for those that work for asynchronous I/O.
 */
#ifdef CONFIG_SMP
static inline int only_user(struct mm_struct *mm)
{
	int users = atomic_read(&mm->mm_users);

	return !users ||
		(users == 1 && mm == current->mm && !mm->ioctx_list);
}
#else
static inline int only_user(struct mm_struct *mm)
{
	return 1;
}
#endif

/* For only_user(): nobody changes the entry between the look and the write. */
static inline void change_pte(struct mm_struct *mm, unsigned long addr,
			      pte_t *ptep, unsigned long entry)
{
	pte_t pte = { entry };

	xen_set_pte_at(mm, addr, ptep, pte);
}

pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pte_t pte = *ptep;

	if (only_user(mm)) {
		change_pte(mm, addr, ptep, 0);
		return pte;
	}
	while (cmpxchg(&ptep->pte, pte.pte, 0UL) != pte.pte)
		pte = *ptep;
	return pte;
}
EXPORT_SYMBOL(ptep_get_and_clear);

static int clear_flag(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		      unsigned long flag)
{
	unsigned long old = ptep->pte;

	if (!(old & flag))
		return 0;
	if (only_user(mm)) {
		change_pte(mm, addr, ptep, old & ~flag);
		return 1;
	}
	while (cmpxchg(&ptep->pte, old, old & ~flag) != old)
		old = ptep->pte;
	return !!(old & flag);
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

/* Pages to tables, and back */

void xen_set_va_mapping(unsigned long addr, unsigned long entry)
{
	xen_check(HYPERVISOR_update_va_mapping(addr, entry, UVMF_KERNEL),
		  "update_va_mapping", addr, entry, UVMF_KERNEL);
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

/*
 * A list of pages, each with those behind it of the same order. All of them
 * lose or get one property and then the other: when a page changes its kind,
 * Xen flushes the TLBs of all processors that the domain runs on, unless they
 * were flushed since the page lost its last use. So it flushes once.
 */

/* cmd: MMUEXT_PIN_L1_TABLE to MMUEXT_PIN_L4_TABLE */
void xen_pin_pages(struct list_head *pages, unsigned int order,
		   unsigned int cmd)
{
	struct page *page;
	int i;

	xen_mc_batch();
	list_for_each_entry(page, pages, lru)
		for (i = 0; i < 1 << order; i++)
			mc_make_readonly(page_to_pfn(page) + i);
	list_for_each_entry(page, pages, lru) {
		for (i = 0; i < 1 << order; i++) {
			xen_mc_mmuext(cmd, pfn_to_mfn(page_to_pfn(page) + i));
			set_bit(PG_pinned, &page[i].flags);
		}
	}
	xen_mc_issue();
}

void xen_unpin_pages(struct list_head *pages, unsigned int order)
{
	struct page *page;
	int i;

	xen_mc_batch();
	list_for_each_entry(page, pages, lru) {
		for (i = 0; i < 1 << order; i++) {
			clear_bit(PG_pinned, &page[i].flags);
			xen_mc_mmuext(MMUEXT_UNPIN_TABLE,
				      pfn_to_mfn(page_to_pfn(page) + i));
		}
	}
	list_for_each_entry(page, pages, lru)
		for (i = 0; i < 1 << order; i++)
			mc_make_writable(page_to_pfn(page) + i);
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

/* A process' two roots. Xen flushes the domain's TLBs for each such call. */
static void update_roots_now(pgd_t *dst, unsigned long entry)
{
	struct mmu_update op[2];

	op[0].ptr = virt_to_machine(xen_user_pgd(dst)) | MMU_NORMAL_PT_UPDATE;
	op[1].ptr = virt_to_machine(dst) | MMU_NORMAL_PT_UPDATE;
	op[0].val = op[1].val = entry;
	xen_check(HYPERVISOR_mmu_update(op, 2, NULL, DOMID_SELF),
		  "mmu_update", (unsigned long)dst, op[1].ptr, entry);
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
	if (update_later(xen_user_pgd(dst), val.pgd))
		update_later(dst, val.pgd);
	else
		update_roots_now(dst, val.pgd);
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

#ifdef CONFIG_SMP
static inline int is_lazy(int cpu)
{
	return *(volatile typeof(cpu_pda(cpu)->mmu_state) *)
		&cpu_pda(cpu)->mmu_state == TLBSTATE_LAZY;
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

/*
 * One page, or all. It does not return before they are flushed: Xen waits for
 * the processors that the vCPUs run on.
 */
static void flush_others(cpumask_t cpus, struct mm_struct *mm,
			 struct mmuext_op *op)
{
	int cpu;

	for_each_cpu_mask(cpu, cpus)
		if (borrowed(mm, cpu))
			cpu_clear(cpu, cpus);
	if (cpus_empty(cpus))
		return;
	set_xen_guest_handle(op->arg2.vcpumask, cpus_addr(cpus));
	xen_check(HYPERVISOR_mmuext_op(op, 1, NULL, DOMID_SELF), "mmuext_op",
		  op->cmd, cpus_addr(cpus)[0], 0);
}

void xen_flush_tlb_others(cpumask_t cpus, struct mm_struct *mm)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_TLB_FLUSH_MULTI;
	flush_others(cpus, mm, &op);
}

void xen_flush_tlb_page_others(cpumask_t cpus, struct mm_struct *mm,
			       unsigned long addr)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_INVLPG_MULTI;
	op.arg1.linear_addr = addr & PAGE_MASK;
	flush_others(cpus, mm, &op);
}

void flush_tlb_all(void)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_TLB_FLUSH_ALL;
	xen_check(HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF), "mmuext_op",
		  op.cmd, 0, 0);
}

/* In place of tlb_flush(); preemption is off from the first page on. */
void xen_tlb_flush(struct mm_struct *mm)
{
	flush_queue(&__get_cpu_var(mmu_queue));
	flush_tlb_mm(mm);
	xen_free_waiting_tables();
}
#endif

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
 * A root has four entries, and the table behind the fourth has Xen's own
 * entries above the kernel's. Xen allows each root a fourth table of its own
 * alone, so that what a bare PAE kernel has once is here once for each root.
 * Its entries are all made before there are processes (init.c), and never
 * change.
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
 * tables of processes, but for kmap_atomic(): an entry of the kernel's does
 * not wait. Changes of mappings and pins are batches with interrupts off, see
 * multicalls.c.
 *
 * Several vCPUs. The processor sets accessed and dirty bits while another vCPU
 * changes the entry. Taking an entry out is therefore an exchange, which Xen
 * emulates, and which does not wait in a queue; only where no other vCPU can
 * use the tables it is done as on one (only_user()). The kernel's own mappings
 * change for all vCPUs at once (UVMF_KERNEL). Flushing other vCPUs' TLBs is
 * tlb.c's.
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
	void *last;			/* the last update's entry */
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

#ifdef CONFIG_SMP
/* With preemption off: what was collected so far, in lazy mode or not */
void xen_flush_mmu_queue(void)
{
	flush_queue(&__get_cpu_var(mmu_queue));
}
#endif

/*
 * One entry may be cleared and then set: the last value counts. Entries of
 * one table mostly follow one another, and need one look for its frame.
 */
static void queue_update(struct mmu_queue *q, void *slot, u64 entry)
{
	struct mmu_update *update = &q->updates[q->count];
	u64 ptr = 0;

	if (q->count) {
		if (q->last == slot) {
			update[-1].val = entry;
			return;
		}
		if (!(((unsigned long)q->last ^ (unsigned long)slot) &
		      PAGE_MASK))
			ptr = update[-1].ptr + (slot - q->last);
	}
	if (!ptr)
		ptr = virt_to_machine(slot) | MMU_NORMAL_PT_UPDATE;
	if (unlikely(q->count == MMU_QUEUE)) {
		flush_queue(q);
		update = q->updates;
	}
	update->ptr = ptr;
	update->val = entry;
	q->last = slot;
	q->count++;
}

void xen_mmu_update_now(void *slot, u64 entry)
{
	struct mmu_update op;

	op.ptr = virt_to_machine(slot) | MMU_NORMAL_PT_UPDATE;
	op.val = entry;
	xen_check(HYPERVISOR_mmu_update(&op, 1, NULL, DOMID_SELF),
		  "mmu_update", (unsigned long)slot, (unsigned long)op.ptr,
		  (unsigned long)entry);
}

/* Returns whether it waits in this vCPU's queue. */
static inline int update_later(void *slot, u64 entry)
{
	struct mmu_queue *q = &get_cpu_var(mmu_queue);
	int lazy = q->lazy;

	if (lazy)
		queue_update(q, slot, entry);
	put_cpu_var(mmu_queue);
	return lazy;
}

void xen_mmu_update(void *slot, u64 entry)
{
	if (!update_later(slot, entry))
		xen_mmu_update_now(slot, entry);
}

/* Level 1 */

/* kmap_atomic() and the fixed mappings: in use at once */
void set_pte(pte_t *dst, pte_t val)
{
	xen_mmu_update_now(dst, xen_pte_entry(val));
}
EXPORT_SYMBOL(set_pte);

void xen_set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		    pte_t val)
{
	u64 entry = xen_pte_entry(val);

	if (mm != &init_mm && update_later(ptep, entry))
		return;
	if ((mm != current->mm && mm != &init_mm) ||
	    HYPERVISOR_update_va_mapping(addr, entry, UVMF_NONE))
		xen_mmu_update_now(ptep, entry);
}
EXPORT_SYMBOL(xen_set_pte_at);

#ifdef CONFIG_SMP
/*
 * Whether no other vCPU can use the tables: their only thread is this one, or
 * they are on their way out. Kernel threads that have borrowed them stay out
 * of the user's half, but for those that work for asynchronous I/O. And nobody
 * looks at such bits of the kernel's own entries.
 */
static inline int only_user(struct mm_struct *mm)
{
	int users = atomic_read(&mm->mm_users);

	return mm == &init_mm || !users ||
		(users == 1 && mm == current->mm && !mm->ioctx_list);
}

/* Writes the entry if it is the old one; gives what it was. */
static inline u64 exchange_entry(pte_t *ptep, u64 old, u64 entry)
{
	u64 found;

	asm volatile("lock; cmpxchg8b %1"
		     : "=A" (found), "+m" (*ptep)
		     : "b" ((u32)entry), "c" ((u32)(entry >> 32)), "0" (old)
		     : "memory");
	return found;
}

/* Clears these bits of the entry; gives what it was. */
static u64 clear_bits(pte_t *ptep, u64 bits)
{
	u64 old, found = xen_pte_entry(*ptep);

	do {
		old = found;
		found = exchange_entry(ptep, old, old & ~bits);
	} while (found != old);
	return found;
}
#else
static inline int only_user(struct mm_struct *mm)
{
	return 1;
}

static inline u64 clear_bits(pte_t *ptep, u64 bits)
{
	return 0;
}
#endif

/* For only_user(), nobody changes it between the look and the write. */
pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pte_t pte = *ptep;

	if (!only_user(mm))
		return xen_entry_pte(clear_bits(ptep, ~0ULL));
	xen_set_pte_at(mm, addr, ptep, xen_entry_pte(0));
	return pte;
}
EXPORT_SYMBOL(ptep_get_and_clear);

static int clear_flag(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		      unsigned long flag)
{
	pte_t pte = *ptep;

	if (!(pte.pte_low & flag))
		return 0;
	if (!only_user(mm))
		return !!(clear_bits(ptep, flag) & flag);
	pte.pte_low &= ~flag;
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

/* Between present and not, the frame is translated. */
pte_t pte_modify(pte_t pte, pgprot_t newprot)
{
	u64 kept = XEN_FRAME_MASK | _PAGE_ACCESSED | _PAGE_DIRTY;

	if (likely(pte.pte_low & pgprot_val(newprot) & _PAGE_PRESENT))
		return xen_entry_pte(((xen_pte_entry(pte) & kept) |
				      pgprot_val(newprot)) &
				     __supported_pte_mask);
	return __pte(((pte_val(pte) & kept) | pgprot_val(newprot)) &
		     __supported_pte_mask);
}
EXPORT_SYMBOL(pte_modify);

/* Pages to tables, and back */

void xen_set_va_mapping(unsigned long addr, u64 entry)
{
	xen_check(HYPERVISOR_update_va_mapping(addr, entry, UVMF_KERNEL),
		  "update_va_mapping", addr, (unsigned long)entry,
		  UVMF_KERNEL);
}

void xen_mc_set_va_mapping(unsigned long addr, u64 entry, unsigned long flags)
{
	struct multicall_entry *call =
		xen_mc_entry(__HYPERVISOR_update_va_mapping, NULL);

	call->args[0] = addr;
	call->args[1] = (unsigned long)entry;
	call->args[2] = (unsigned long)(entry >> 32);
	call->args[3] = flags;
}

/*
 * A table's page in the direct mapping. The first needs no flush, Xen does
 * one before it takes the page for a table; without the second's the next
 * write would fault.
 */
void xen_mc_make_readonly(unsigned long pfn)
{
	xen_mc_set_va_mapping((unsigned long)__va(pfn << PAGE_SHIFT),
			      kernel_entry(pfn, __PAGE_KERNEL_RO), UVMF_NONE);
}

void xen_mc_make_writable(unsigned long pfn)
{
	xen_mc_set_va_mapping((unsigned long)__va(pfn << PAGE_SHIFT),
			      kernel_entry(pfn, __PAGE_KERNEL), UVMF_KERNEL);
}

void xen_pin_page(struct page *page, unsigned int cmd)
{
	unsigned long pfn = page_to_pfn(page);

	xen_mc_batch();
	xen_mc_make_readonly(pfn);
	xen_mc_mmuext(cmd, pfn_to_mfn(pfn));
	xen_mc_issue();
	set_bit(PG_pinned, &page->flags);
}

void xen_unpin_page(struct page *page)
{
	unsigned long pfn = page_to_pfn(page);

	clear_bit(PG_pinned, &page->flags);
	xen_mc_batch();
	xen_mc_mmuext(MMUEXT_UNPIN_TABLE, pfn_to_mfn(pfn));
	xen_mc_make_writable(pfn);
	xen_mc_issue();
}

/* Levels 2 and 3 */

static void protect_table(u64 entry)
{
	unsigned long pfn;

	if (!PRESENT(entry))
		return;
	pfn = mfn_to_pfn(xen_entry_frame(entry));
	if (is_pinned(pfn))
		return;
	xen_mc_batch();
	xen_mc_make_readonly(pfn);
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
	protect_table(val.pgd.pgd);
	xen_mmu_update_now(dst, val.pgd.pgd);
}

/* What the processor is on, and its TLB */

void xen_load_cr3(pgd_t *pgd)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_NEW_BASEPTR;
	op.arg1.mfn = virt_to_mfn(pgd);
	xen_check(HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF), "mmuext_op",
		  op.cmd, op.arg1.mfn, (unsigned long)pgd);
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
EXPORT_SYMBOL(xen_flush_tlb_single);

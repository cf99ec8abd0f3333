/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Switching from one process to the next: descriptors, selectors, segment
 * bases, ports and debug registers.
 *
 * Xen may preempt the vCPU between any two instructions, and loads the
 * selectors that it saved again afterwards. A selector whose descriptor is
 * not in the tables at that moment becomes 0. So the order is: save all
 * selectors before the first table changes (which is where switch_mm() loads
 * another LDT), change the tables, and load the next process' selectors when
 * everything that they name is there. What Xen loses in between is already
 * saved, or gets loaded later.
 *
 * The I/O privilege level and the bitmap of ports are a process' here, and a
 * vCPU's for Xen; so are watchpoints. All of it runs with interrupts off, or
 * for the current process with preemption off.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>

#include <asm/desc.h>
#include <asm/processor.h>
#include <asm/system.h>
#include <asm/xen/hypervisor.h>

/* prepare_arch_switch(): before switch_mm(), with interrupts off */
void xen_save_selectors(struct thread_struct *t)
{
	asm volatile("mov %%ds,%0" : "=m" (t->ds));
	asm volatile("mov %%es,%0" : "=m" (t->es));
	asm volatile("mov %%fs,%0" : "=m" (t->fsindex));
	asm volatile("mov %%gs,%0" : "=m" (t->gsindex));
}

/*
 * A process has a selector or a 64-bit base. The base is known from
 * arch_prctl(); a selector other than 0 has replaced it. A previous base is
 * always overwritten, so that the next process does not see it.
 */
static void switch_fs(struct thread_struct *prev, struct thread_struct *next)
{
	if (unlikely(prev->fsindex | next->fsindex | prev->fs)) {
		loadsegment(fs, next->fsindex);
		if (prev->fsindex)
			prev->fs = 0;
	}
	if (next->fs)
		xen_set_fs_base(next->fs);
}

static void switch_gs(struct thread_struct *prev, struct thread_struct *next)
{
	if (unlikely(prev->gsindex | next->gsindex | prev->gs)) {
		load_gs_index(next->gsindex);
		if (prev->gsindex)
			prev->gs = 0;
	}
	if (next->gs)
		xen_set_user_gs_base(next->gs);
}

static void load_iopl(unsigned int level)
{
	/* Below 1 the kernel's own accesses would fault. */
	struct physdev_set_iopl iopl = { .iopl = level ? level : 1 };

	HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &iopl);
}

/* Of this process; Xen forgets it with the process' end or at exec. */
void xen_set_iopl(unsigned int level)
{
	preempt_disable();
	if (current->thread.xen_iopl != level) {
		current->thread.xen_iopl = level;
		load_iopl(level);
	}
	preempt_enable();
}

/* A set bit refuses a port; Xen reads the bitmap at each access. */
void xen_load_io_bitmap(unsigned long *bitmap)
{
	struct physdev_set_iobitmap op = {
		.nr_ports = bitmap ? IO_BITMAP_BITS : 0
	};

	set_xen_guest_handle(op.bitmap, (uint8_t *)bitmap);
	HYPERVISOR_physdev_op(PHYSDEVOP_set_iobitmap, &op);
}

/* In __switch_to(): the tables first, then what names their entries. */
void xen_switch_segments(struct thread_struct *prev,
			 struct thread_struct *next)
{
	xen_load_sp0(next->rsp0);
	load_TLS(next, smp_processor_id());

	if (unlikely(next->es | prev->es))
		loadsegment(es, next->es);
	if (unlikely(next->ds | prev->ds))
		loadsegment(ds, next->ds);
	switch_fs(prev, next);
	switch_gs(prev, next);

	if (unlikely(prev->xen_iopl != next->xen_iopl))
		load_iopl(next->xen_iopl);
	if (unlikely(prev->io_bitmap_ptr != next->io_bitmap_ptr))
		xen_load_io_bitmap(next->io_bitmap_ptr);
	/* A watchpoint is of the process that set it. */
	if (unlikely(prev->debugreg7 && !next->debugreg7))
		xen_set_debugreg(7, 0);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Switching from one process to the next: selectors, ports and watchpoints.
 *
 * Xen may preempt the vCPU between any two instructions, and loads the
 * selectors that it saved again afterwards. A selector whose descriptor is
 * not in the tables at that moment becomes 0. So the order is: save %fs and
 * %gs before the first table changes (which is where switch_mm() loads another
 * LDT), change the tables, and load the next process' selectors when
 * everything that they name is there; __switch_to() has the last two. %ds and
 * %es are the kernel's meanwhile.
 *
 * The I/O privilege level and the bitmap of ports are a process' here, and a
 * vCPU's for Xen; so are watchpoints. All of it runs with interrupts off, or
 * for the current process with preemption off.
 */
#include <linux/kernel.h>
#include <linux/sched.h>

#include <asm/processor.h>
#include <asm/system.h>
#include <asm/xen/hypervisor.h>

/* prepare_arch_switch(): before switch_mm(), with interrupts off */
void xen_save_selectors(struct thread_struct *t)
{
	savesegment(fs, t->fs);
	savesegment(gs, t->gs);
}

/* As EFLAGS has the level. Below 1 the kernel's own accesses would fault. */
void xen_set_iopl_mask(unsigned mask)
{
	unsigned level = mask >> 12 & 3;
	struct physdev_set_iopl iopl = { .iopl = level ? level : 1 };

	HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &iopl);
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

void xen_switch_io(struct thread_struct *prev, struct thread_struct *next)
{
	if (unlikely(prev->io_bitmap_ptr != next->io_bitmap_ptr))
		xen_load_io_bitmap(next->io_bitmap_ptr);
	/* A watchpoint is of the process that set it. */
	if (unlikely(prev->debugreg[7] && !next->debugreg[7]))
		xen_set_debugreg(7, 0);
}

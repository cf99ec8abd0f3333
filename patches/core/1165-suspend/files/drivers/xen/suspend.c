/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Suspending the domain: it stops, the toolstack saves it, and builds another
 * domain from what it saved, here or on another machine.
 *
 * The new domain has the same memory in other frames. The toolstack puts
 * them into the table of frames, into page tables (which it knows from Xen),
 * into start_info and into the vCPUs' registers; trap table, callbacks, GDT,
 * LDT and segment bases of a vCPU come back as they were. Everything else
 * that was Xen's is new and empty: the shared page, event channels, timers,
 * grants, the store's connection. What the kernel's users know, numbers
 * of interrupts and grant references, stays.
 *
 * It is all done by xenwatch, so that devices do not change meanwhile, in
 * this order: the store's requests under way are waited for; with all vCPUs
 * stopped and interrupts off, what cannot be saved is unmapped, and the
 * domain stops; then frames, grants, interrupts, console and clock are taken
 * up again; then, with interrupts on, the store and its watches, and each
 * device by its driver. What a device has under way in between goes to a
 * ring that nobody reads, and is the driver's to send again.
 *
 * When the toolstack changes its mind, the hypercall returns 1 in the old
 * domain: what was unmapped is mapped again, and all goes on with what it has.
 *
 * Nobody may keep a machine frame on its stack across this. Code that sleeps
 * looks at a page-table entry again afterwards, and code that collects
 * updates does not sleep. A kernel with preemption can be stopped between any
 * two instructions: there, it is tried again until no task is. So it is while
 * the page tables of a process that ends are not such (xen_arch_may_suspend()).
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/stop_machine.h>

#include <asm/xen/hypervisor.h>
#include <asm/xen/page.h>
#include <xen/events.h>
#include <xen/grant_table.h>
#include <xen/hvc-console.h>
#include <xen/xen-ops.h>
#include <xen/xenbus.h>

/* How long it is tried; toolstacks wait twice as long. */
#define PATIENCE	(30 * HZ)

#ifdef CONFIG_PREEMPT
static int somebody_is_preempted(void)
{
	struct task_struct *leader, *task;
	int found = 0;

	read_lock(&tasklist_lock);
	do_each_thread(leader, task) {
		if (task != current &&
		    (task_thread_info(task)->preempt_count & PREEMPT_ACTIVE))
			found = 1;
	} while_each_thread(leader, task);
	read_unlock(&tasklist_lock);
	return found;
}
#else
static inline int somebody_is_preempted(void)
{
	return 0;
}
#endif

/* With all vCPUs stopped and interrupts off */
static int xen_suspend(void *data)
{
	int *cancelled = data;

	if (somebody_is_preempted() || !xen_arch_may_suspend())
		return -EAGAIN;
	xen_time_suspend();
	gnttab_suspend();
	xen_arch_pre_suspend();

	*cancelled = HYPERVISOR_suspend(virt_to_mfn(xen_start_info));

	xen_arch_post_suspend(*cancelled);
	gnttab_resume();
	if (!*cancelled) {
		xen_irq_resume();
		xen_console_resume();
		xen_time_resume();
	}
	return 0;
}

void do_suspend(void)
{
	unsigned long end = jiffies + PATIENCE;
	int cancelled = 1, err;

	xs_suspend();
	while ((err = stop_machine_run(xen_suspend, &cancelled, 0)) == -EAGAIN
	       && time_before(jiffies, end))
		msleep(1);
	if (cancelled) {
		xs_suspend_cancel();
		if (err || cancelled < 0)
			printk(KERN_ERR "xen: cannot suspend: error %d\n",
			       err ? err : cancelled);
		else
			printk(KERN_INFO "xen: suspend was cancelled\n");
		return;
	}
	xen_timers_resume();
	xen_wallclock_resume();
	xs_resume();
	xenbus_resume_devices();
	printk(KERN_INFO "xen: resumed\n");
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The registers of the FPU and SSE, and the task-switched flag.
 *
 * TS_USEDFPU says that the registers are this process' and that the flag is
 * clear; where it is not set the flag is, and the first use faults. Xen keeps
 * the flag: each change is a hypercall, and the fault is a way to Xen and
 * back, and another one from its handler. Xen clears the flag before it
 * reports the fault. Both change together, with preemption off.
 *
 * So the flag stays clear where the next user of the registers is known: when
 * both processes of a switch use them, the switch loads those of the next;
 * and a signal's handler begins with clean ones instead of a fault.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/version.h>

#include <asm/i387.h>
#include <asm/processor.h>
#include <asm/xen/hypervisor.h>

void xen_fpu_taskswitch(int set)
{
	HYPERVISOR_fpu_taskswitch(set);
}
EXPORT_SYMBOL(xen_fpu_taskswitch);

/*
 * A process that used them in each of its last turns is taken to use them
 * again. Registers that were loaded for it count as used, so the count is a
 * byte: after it has wrapped, the next turns show again what is used.
 */
static int will_use_fpu(struct task_struct *tsk)
{
	return tsk->thread.xen_fpu_turns > 5 && tsk_used_math(tsk);
}

static void load_fpu(struct task_struct *tsk)
{
	restore_fpu_checking(&tsk->thread.i387.fxsave);
	task_thread_info(tsk)->status |= TS_USEDFPU;
}

/* In __switch_to(), with interrupts off */
void xen_switch_fpu(struct task_struct *prev_p, struct task_struct *next_p)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(2, 6, 19)
	/* By this the kernel would load them itself, later in the switch. */
	next_p->fpu_counter = 0;
#endif
	if (!(task_thread_info(prev_p)->status & TS_USEDFPU)) {
		prev_p->thread.xen_fpu_turns = 0;
		return;
	}
	prev_p->thread.xen_fpu_turns++;
	__fxsave_clear(prev_p);
	task_thread_info(prev_p)->status &= ~TS_USEDFPU;
	if (will_use_fpu(next_p))
		load_fpu(next_p);
	else
		xen_fpu_taskswitch(1);
}

/* What a process begins with; the registers are this process'. */
void xen_reset_fpu(void)
{
	static struct i387_fxsave_struct clean
		__attribute__((aligned(16))) = {
		.cwd = 0x37f, .mxcsr = 0x1f80,
	};

	restore_fpu_checking(&clean);
}

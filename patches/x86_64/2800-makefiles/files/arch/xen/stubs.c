/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What code for bare machines refers to and a guest does not have: NMIs, and
 * interrupts without an event channel.
 */
#include <linux/kernel.h>
#include <linux/linkage.h>
#include <linux/hardirq.h>
#include <linux/nmi.h>
#include <linux/sched.h>
#include <linux/version.h>

#include <asm/nmi.h>
#include <asm/ptrace.h>

int panic_on_timeout;

void ack_bad_irq(unsigned int irq)
{
	printk(KERN_ERR "unexpected interrupt %u\n", irq);
}

asmlinkage void do_nmi(struct pt_regs *regs, long error_code)
{
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 18)
/* x8664_ksyms.c exports them to modules. */
void set_nmi_callback(nmi_callback_t callback)
{
}

void unset_nmi_callback(void)
{
}
#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(2, 6, 19)
/* Every kernel is taken to have an APIC. */
int panic_on_unrecovered_nmi;
int using_apic_timer;

void smp_local_timer_interrupt(void)
{
}

void touch_nmi_watchdog(void)
{
	touch_softlockup_watchdog();
}

int nmi_watchdog_tick(struct pt_regs *regs, unsigned int reason)
{
	return 0;
}

int do_nmi_callback(struct pt_regs *regs, int cpu)
{
	return 0;
}
#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What code for bare machines names and a guest does not have: NMIs and
 * interrupts that no event channel stands for.
 */
#include <linux/kernel.h>
#include <linux/linkage.h>
#include <linux/hardirq.h>

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

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How an event's interrupt enters do_IRQ(), up to 2.6.17: its number is the
 * last byte of orig_eax. The way back looks there too: it must be negative, or
 * it would be a system call's number.
 */
#ifndef _ASM_I386_XEN_EVENTS_H
#define _ASM_I386_XEN_EVENTS_H

#include <linux/irq.h>
#include <linux/linkage.h>

#include <asm/hw_irq.h>
#include <asm/ptrace.h>

extern fastcall unsigned int do_IRQ(struct pt_regs *regs);

#define XEN_NR_IRQS	NR_IRQS

static inline void xen_setup_irq(unsigned int irq, unsigned int cpu)
{
}

static inline void xen_do_IRQ(unsigned int irq, struct pt_regs *regs)
{
	regs->orig_eax = (long)irq - 256;
	do_IRQ(regs);
}

#endif

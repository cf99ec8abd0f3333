/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How an event's interrupt enters do_IRQ(), from 2.6.19 on: by the function
 * that handles interrupts of its kind. Its number is the complement of
 * orig_eax, which is negative, so that the way back does not take it for a
 * system call's.
 */
#ifndef _ASM_I386_XEN_EVENTS_H
#define _ASM_I386_XEN_EVENTS_H

#include <linux/irq.h>
#include <linux/linkage.h>

#include <asm/hw_irq.h>
#include <asm/ptrace.h>

extern fastcall unsigned int do_IRQ(struct pt_regs *regs);

#define XEN_NR_IRQS	NR_IRQS

static inline fastcall void xen_handle_irq(unsigned int irq,
					   struct irq_desc *desc)
{
	__do_IRQ(irq);
}

static inline void xen_setup_irq(unsigned int irq, unsigned int cpu)
{
	irq_desc[irq].handle_irq = xen_handle_irq;
}

static inline void xen_do_IRQ(unsigned int irq, struct pt_regs *regs)
{
	regs->orig_eax = ~(long)irq;
	do_IRQ(regs);
}

#endif

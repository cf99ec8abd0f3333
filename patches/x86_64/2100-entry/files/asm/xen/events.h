/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How an event's interrupt enters do_IRQ(). The way back looks at orig_rax:
 * it must be negative, or it would be a system call's number.
 */
#ifndef _ASM_X86_64_XEN_EVENTS_H
#define _ASM_X86_64_XEN_EVENTS_H

#include <linux/irq.h>
#include <linux/linkage.h>
#include <linux/version.h>

#include <asm/hw_irq.h>
#include <asm/ptrace.h>

extern asmlinkage unsigned int do_IRQ(struct pt_regs *regs);

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 18)
/* The last byte is the interrupt. */
static inline unsigned long xen_orig_rax(unsigned int irq)
{
	return (unsigned long)irq - 256;
}
#else
static inline unsigned long xen_orig_rax(unsigned int irq)
{
	return ~(unsigned long)irq;
}
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 19)
#define XEN_NR_IRQS	NR_IRQS

static inline void xen_setup_irq(unsigned int irq, unsigned int cpu)
{
}
#else
/* do_IRQ() looks an interrupt up by its vector: here they are the same. */
#define XEN_NR_IRQS	NR_VECTORS
#define XEN_VECTOR_IRQ		/* irq.c has vector_irq. */

static inline void xen_setup_irq(unsigned int irq, unsigned int cpu)
{
	/* It may move to another vCPU. */
	for_each_possible_cpu(cpu)
		per_cpu(vector_irq, cpu)[irq] = irq;
	irq_desc[irq].handle_irq = NULL;
}
#endif

static inline void xen_do_IRQ(unsigned int irq, struct pt_regs *regs)
{
	regs->orig_rax = xen_orig_rax(irq);
	do_IRQ(regs);
}

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's releases name differently: the port has the later names,
 * and here stand those that an earlier release lacks. Some are names of the
 * kernel's own headers: this one is included last.
 */
#ifndef _ASM_X86_64_XEN_RELEASES_H
#define _ASM_X86_64_XEN_RELEASES_H

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 17)
#define atomic_notifier_chain_register	notifier_chain_register
/* Nobody looks for all roots. */
#define pgd_list_add(pgd)	do { } while (0)
#define pgd_list_del(pgd)	do { } while (0)
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 18)
#define chip			handler
#define IRQF_DISABLED		SA_INTERRUPT
#define lockdep_init()		do { } while (0)
/* do_IRQ() takes the last byte of it. */
#define XEN_ORIG_RAX(irq)	((unsigned long)(irq) - 256)
/* x8664_ksyms.c has it. */
#define XEN_EXPORT_PM_POWER_OFF
#else
#define XEN_ORIG_RAX(irq)	(~(unsigned long)(irq))
#define XEN_EXPORT_PM_POWER_OFF	EXPORT_SYMBOL(pm_power_off);
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 19)
/* What was interrupted is handed from each to the next one. */
#define XEN_REGS_PARAMETER	, struct pt_regs *regs
#define get_irq_regs()		regs
#define do_timer(ticks)		do_timer(regs)
#define profile_tick(type)	profile_tick(type, regs)
#define hvc_alloc(terminal, irq, ops, size)	hvc_alloc(terminal, irq, ops)
/* Vectors are the interrupts' numbers. */
#define XEN_NR_IRQS		NR_IRQS
#define XEN_VECTOR_IRQ
#define xen_init_vector(irq)	do { } while (0)
#else
#include <asm/irq_regs.h>
#define XEN_REGS_PARAMETER
#define XEN_NR_IRQS		NR_VECTORS
#define XEN_VECTOR_IRQ		DEFINE_PER_CPU(vector_irq_t, vector_irq);
#define xen_init_vector(irq)	(__get_cpu_var(vector_irq)[irq] = (irq), \
				 irq_desc[irq].handle_irq = NULL)
#endif

#endif

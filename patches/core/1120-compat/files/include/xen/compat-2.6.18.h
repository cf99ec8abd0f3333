/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What 2.6.18 brought: interrupt chips that are set by a function, flags with
 * names of their own, the lock validator.
 */
#ifndef _XEN_COMPAT_2_6_18_H
#define _XEN_COMPAT_2_6_18_H

#include <linux/interrupt.h>
#include <linux/irq.h>

#define IRQF_DISABLED		SA_INTERRUPT

#define lockdep_init()		do { } while (0)

#define apic_is_clustered_box	oem_force_hpet_timer

/* Lock prefixes stay where they are. */
#define alternatives_smp_switch(smp)	do { } while (0)

/* x8664_ksyms.c has it. */
#define XEN_EXPORT_PM_POWER_OFF

static inline int set_irq_chip(unsigned int irq, struct hw_interrupt_type *chip)
{
	unsigned long flags;

	spin_lock_irqsave(&irq_desc[irq].lock, flags);
	irq_desc[irq].handler = chip;
	spin_unlock_irqrestore(&irq_desc[irq].lock, flags);
	return 0;
}

#ifdef CONFIG_SMP
static inline void xen_note_affinity(unsigned int irq, cpumask_t mask)
{
	set_native_irq_info(irq, mask);
}
#endif

#endif

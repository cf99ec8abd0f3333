/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interrupts of a Xen guest are event upcalls, and a byte in memory shared
 * with Xen masks them. Flags keep the shape of EFLAGS, so that code
 * that tests IF works.
 */
#ifndef _ASM_X86_64_XEN_IRQFLAGS_H
#define _ASM_X86_64_XEN_IRQFLAGS_H

#include <asm/xen/vcpu.h>

/* Makes Xen deliver what became pending while upcalls were masked. */
extern void xen_force_evtchn_callback(void);
extern void xen_safe_halt(void);
extern void xen_halt(void);

static inline unsigned long __raw_local_save_flags(void)
{
	return (unsigned long)!xen_vcpu_byte(evtchn_upcall_mask) << 9;
}

#define raw_local_save_flags(flags) \
		do { (flags) = __raw_local_save_flags(); } while (0)

static inline void raw_local_irq_disable(void)
{
	xen_set_vcpu_byte(evtchn_upcall_mask, 1);
	__asm__ __volatile__("" : : : "memory");
}

/* Unmask, then look: Xen delivers an event that comes in between. */
static inline void raw_local_irq_enable(void)
{
	__asm__ __volatile__("" : : : "memory");
	xen_set_vcpu_byte(evtchn_upcall_mask, 0);
	__asm__ __volatile__("" : : : "memory");
	if (xen_vcpu_byte(evtchn_upcall_pending))
		xen_force_evtchn_callback();
}

static inline int raw_irqs_disabled_flags(unsigned long flags)
{
	return !(flags & (1 << 9));
}

static inline void raw_local_irq_restore(unsigned long flags)
{
	if (raw_irqs_disabled_flags(flags))
		raw_local_irq_disable();
	else
		raw_local_irq_enable();
}

static inline unsigned long __raw_local_irq_save(void)
{
	unsigned long flags = __raw_local_save_flags();

	raw_local_irq_disable();
	return flags;
}

#define raw_local_irq_save(flags) \
		do { (flags) = __raw_local_irq_save(); } while (0)

static inline int raw_irqs_disabled(void)
{
	return raw_irqs_disabled_flags(__raw_local_save_flags());
}

static inline void raw_safe_halt(void)
{
	xen_safe_halt();
}

static inline void halt(void)
{
	xen_halt();
}

#endif

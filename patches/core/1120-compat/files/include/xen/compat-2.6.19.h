/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What 2.6.19 brought: interrupted registers are found by get_irq_regs(). The
 * releases before it hand them to each handler, to do_timer(), to
 * profile_tick() and to handle_sysrq(). And a name of its own for a checksum
 * that is still to be filled in.
 */
#ifndef _XEN_COMPAT_2_6_19_H
#define _XEN_COMPAT_2_6_19_H

#include <linux/interrupt.h>
#include <linux/percpu.h>
#include <linux/profile.h>
#include <linux/sched.h>

struct pt_regs;

/* events.c has it, and sets it for the time of an upcall. */
DECLARE_PER_CPU(struct pt_regs *, xen_irq_regs);
#define XEN_OWN_IRQ_REGS	DEFINE_PER_CPU(struct pt_regs *, xen_irq_regs);

static inline struct pt_regs *get_irq_regs(void)
{
	return __get_cpu_var(xen_irq_regs);
}

static inline struct pt_regs *set_irq_regs(struct pt_regs *regs)
{
	struct pt_regs *old = __get_cpu_var(xen_irq_regs);

	__get_cpu_var(xen_irq_regs) = regs;
	return old;
}

/* An interrupt that is to go to another vCPU does so now. */
#define move_masked_irq(irq)	move_native_irq(irq)

typedef irqreturn_t (*irq_handler_t)(int, void *, struct pt_regs *);

#define XEN_IRQ_HANDLER(name, irq, dev_id) \
	irqreturn_t name(irq, dev_id, struct pt_regs *regs)

static inline void xen_do_timer(unsigned long ticks)
{
	while (ticks--)
		do_timer(get_irq_regs());
}

static inline void xen_profile_tick(int type)
{
	profile_tick(type, get_irq_regs());
}

/* A macro: linux/sysrq.h is its user's to include, once. */
#define xen_handle_sysrq(key)	handle_sysrq(key, get_irq_regs(), NULL)

#define CHECKSUM_PARTIAL	CHECKSUM_HW

struct hvc_struct;
struct hv_ops;
extern struct hvc_struct *hvc_alloc(uint32_t vtermno, int irq,
				    struct hv_ops *ops);

static inline struct hvc_struct *xen_hvc_alloc(uint32_t vtermno, int irq,
					       struct hv_ops *ops,
					       int outbuf_size)
{
	return hvc_alloc(vtermno, irq, ops);
}

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's releases have differently. The port uses the later names;
 * compat-R.h adds what release R brought, for those before it. Nothing that
 * exists gets another name or meaning. Where two releases cannot share a
 * name, each gets a xen_ function of the same one.
 */
#ifndef _XEN_COMPAT_H
#define _XEN_COMPAT_H

#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/profile.h>
#include <linux/sched.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 17)
#include <xen/compat-2.6.17.h>
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 18)
#include <xen/compat-2.6.18.h>
#else
/* Where the architecture does not export it itself */
#define XEN_EXPORT_PM_POWER_OFF	EXPORT_SYMBOL(pm_power_off);

#ifdef CONFIG_SMP
/* What /proc/irq/N/smp_affinity shows */
static inline void xen_note_affinity(unsigned int irq, cpumask_t mask)
{
	irq_desc[irq].affinity = mask;
}
#endif
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 19)
#include <xen/compat-2.6.19.h>
#else
#include <asm/irq_regs.h>

/* A handler's definition: XEN_IRQ_HANDLER(name, int irq, void *dev_id) */
#define XEN_IRQ_HANDLER(name, irq, dev_id)	irqreturn_t name(irq, dev_id)

static inline void xen_do_timer(unsigned long ticks)
{
	do_timer(ticks);
}

static inline void xen_profile_tick(int type)
{
	profile_tick(type);
}

/* A macro: linux/sysrq.h is its user's to include, once. */
#define xen_handle_sysrq(key)	handle_sysrq(key, NULL)

struct hvc_struct;
struct hv_ops;
extern struct hvc_struct *hvc_alloc(uint32_t vtermno, int irq,
				    struct hv_ops *ops, int outbuf_size);

static inline struct hvc_struct *xen_hvc_alloc(uint32_t vtermno, int irq,
					       struct hv_ops *ops,
					       int outbuf_size)
{
	return hvc_alloc(vtermno, irq, ops, outbuf_size);
}
#endif

#endif

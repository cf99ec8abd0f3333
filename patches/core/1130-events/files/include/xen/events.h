/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Event channels as interrupts, see drivers/xen/events.c.
 */
#ifndef _XEN_EVENTS_H
#define _XEN_EVENTS_H

#include <linux/interrupt.h>
#include <xen/compat.h>
#include <xen/interface/xen.h>

struct pt_regs;

/* Each gives the interrupt, or a negative error. */
extern int bind_evtchn_to_irq(unsigned int evtchn);
extern int bind_virq_to_irq(unsigned int virq, unsigned int cpu);
extern int bind_evtchn_to_irqhandler(unsigned int evtchn,
				     irq_handler_t handler,
				     unsigned long irqflags,
				     const char *devname, void *dev_id);
extern int bind_virq_to_irqhandler(unsigned int virq, unsigned int cpu,
				   irq_handler_t handler,
				   unsigned long irqflags,
				   const char *devname, void *dev_id);

#ifdef CONFIG_SMP
/* What vCPUs send one another */
enum ipi_vector {
	XEN_RESCHEDULE_VECTOR,
	XEN_CALL_FUNCTION_VECTOR,
	XEN_NR_IPIS
};

extern int bind_ipi_to_irqhandler(enum ipi_vector ipi, unsigned int cpu,
				  irq_handler_t handler,
				  unsigned long irqflags, const char *devname,
				  void *dev_id);
extern void xen_send_IPI_one(unsigned int cpu, enum ipi_vector ipi);
extern void xen_irqs_leave_cpu(unsigned int cpu);
#endif

/* Frees the handler, and closes the channel with its last user. */
extern void unbind_from_irqhandler(unsigned int irq, void *dev_id);

/*
 * After a suspend, with interrupts off: all channels are gone. Virtual
 * interrupts get theirs again; who owns another interrupt binds it to its new
 * channel, or frees it.
 */
extern void xen_irq_resume(void);
extern void rebind_evtchn_irq(unsigned int evtchn, unsigned int irq);

extern unsigned int evtchn_from_irq(unsigned int irq);
extern void notify_remote_via_evtchn(int port);
extern void notify_remote_via_irq(int irq);

extern asmlinkage void xen_evtchn_do_upcall(struct pt_regs *regs);

#endif

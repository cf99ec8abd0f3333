/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Event channels as interrupts: in place of the 8259's and the APIC's.
 */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/module.h>

#include <asm/bitops.h>
#include <asm/hw_irq.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/releases.h>

#define NR_PORTS	(BITS_PER_LONG * BITS_PER_LONG)
/* Fixed numbers are those below; the first of the others: */
#define FIRST_DYNAMIC_IRQ	16
#define NO_PORT		0

extern asmlinkage unsigned int do_IRQ(struct pt_regs *regs);

static short port_irq[NR_PORTS];
static unsigned int irq_port[NR_IRQS];
XEN_VECTOR_IRQ

static void mask_port(unsigned int port)
{
	set_bit(port, xen_shared_info.evtchn_mask);
}

/*
 * What became pending under the mask raises no upcall by itself any more:
 * then Xen does it.
 */
static void unmask_port(unsigned int port)
{
	struct evtchn_unmask unmask = { .port = port };

	clear_bit(port, xen_shared_info.evtchn_mask);
	if (test_bit(port, xen_shared_info.evtchn_pending)) {
		mask_port(port);
		HYPERVISOR_event_channel_op(EVTCHNOP_unmask, &unmask);
	}
}

static void event_enable(unsigned int irq)
{
	if (irq_port[irq] != NO_PORT)
		unmask_port(irq_port[irq]);
}

static void event_disable(unsigned int irq)
{
	if (irq_port[irq] != NO_PORT)
		mask_port(irq_port[irq]);
}

static unsigned int event_startup(unsigned int irq)
{
	event_enable(irq);
	return 0;
}

static void event_ack(unsigned int irq)
{
	unsigned int port = irq_port[irq];

	if (port == NO_PORT)
		return;
	mask_port(port);
	clear_bit(port, xen_shared_info.evtchn_pending);
}

static void event_end(unsigned int irq)
{
	if (!(irq_desc[irq].status & IRQ_DISABLED))
		event_enable(irq);
}

static struct hw_interrupt_type event_type = {
	.typename	= "xen-event",
	.startup	= event_startup,
	.shutdown	= event_disable,
	.enable		= event_enable,
	.disable	= event_disable,
	.ack		= event_ack,
	.end		= event_end,
};

static void attach(int irq, unsigned int port)
{
	irq_port[irq] = port;
	port_irq[port] = irq;
	irq_desc[irq].chip = &event_type;
	xen_init_vector(irq);
}

/* Gives an interrupt to an event channel; negative: there is none left. */
int xen_bind_evtchn(unsigned int port)
{
	int irq;

	for (irq = FIRST_DYNAMIC_IRQ; irq < XEN_NR_IRQS; irq++) {
		if (irq_port[irq] != NO_PORT)
			continue;
		attach(irq, port);
		return irq;
	}
	return -ENOSPC;
}
EXPORT_SYMBOL(xen_bind_evtchn);

/* A virtual interrupt of this vCPU; irq < 0: any number. */
int xen_bind_virq(unsigned int virq, int irq)
{
	struct evtchn_bind_virq bind = { .virq = virq, .vcpu = 0 };
	int err = HYPERVISOR_event_channel_op(EVTCHNOP_bind_virq, &bind);

	if (err)
		return err;
	if (irq < 0)
		return xen_bind_evtchn(bind.port);
	attach(irq, bind.port);
	return irq;
}
EXPORT_SYMBOL(xen_bind_virq);

void xen_notify(unsigned int port)
{
	struct evtchn_send send = { .port = port };

	HYPERVISOR_event_channel_op(EVTCHNOP_send, &send);
}
EXPORT_SYMBOL(xen_notify);

void xen_deliver(unsigned int port, struct pt_regs *regs)
{
	int irq = port_irq[port];

	if (irq < 0) {
		mask_port(port);
		return;
	}
	regs->orig_rax = XEN_ORIG_RAX(irq);
	do_IRQ(regs);
}

void __init init_IRQ(void)
{
	int i;

	for (i = 0; i < NR_PORTS; i++) {
		port_irq[i] = -1;
		mask_port(i);
	}
	for (i = 0; i < NR_IRQS; i++) {
		irq_desc[i].status = IRQ_DISABLED;
		irq_desc[i].action = NULL;
		irq_desc[i].depth = 1;
		irq_desc[i].chip = &no_irq_type;
	}
}

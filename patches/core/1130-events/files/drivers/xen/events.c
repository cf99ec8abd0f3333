/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Event channels as interrupts.
 *
 * Xen tells a domain of everything by event channels (ports). A port has a bit
 * in the shared page's evtchn_pending, which Xen sets, and one in evtchn_mask,
 * which is the kernel's. Setting a pending bit that is not masked sets its
 * word's bit in evtchn_pending_sel of the vCPU that the port is bound to, then
 * evtchn_upcall_pending, and Xen calls the kernel unless evtchn_upcall_mask
 * is set. What becomes pending while masked raises nothing later.
 *
 * This file owns irq_info: for each interrupt its kind, port and users, and
 * the ways back (evtchn_to_irq, virq_to_irq). They change under
 * irq_mapping_lock, with interrupts off; the upcall reads without it, because
 * a port is in the tables before it is unmasked and masked before it leaves
 * them.
 *
 * An interrupt's flow is that of a level: ack masks the port and clears its
 * pending bit, end unmasks it. An event that comes meanwhile sets the pending
 * bit under the mask, and end has Xen raise it again. So a handler never runs
 * twice at once, and no event is lost.
 *
 * A port is bound to one vCPU, and only that one looks at it (cpu_evtchn).
 * A virtual interrupt that each vCPU has, VIRQ_TIMER, has a port on each, and
 * so has each kind of interrupt that vCPUs send one another (ipi_to_irq). The
 * others begin on the first vCPU and can be moved: under the mask, so that Xen
 * raises on the new vCPU what became pending on the old one.
 *
 * A domain that is restored has no ports any more, while its interrupts stay
 * with their users: their port is 0 until they get another one.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>

#include <asm/bitops.h>
#include <asm/hw_irq.h>
#include <asm/system.h>
#include <asm/xen/events.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/sync_bitops.h>
#include <xen/events.h>

#define NR_EVENT_CHANNELS	(BITS_PER_LONG * BITS_PER_LONG)

/* Below are the numbers that drivers of a PC's devices ask for. */
#define FIRST_DYNAMIC_IRQ	16

enum irq_kind { IRQT_UNBOUND, IRQT_EVTCHN, IRQT_VIRQ, IRQT_IPI };

static struct irq_info {
	enum irq_kind kind;
	unsigned int evtchn;
	unsigned int cpu;
	union {
		unsigned int virq;
		unsigned int ipi;
	};
	unsigned int users;
} irq_info[NR_IRQS];

static DEFINE_SPINLOCK(irq_mapping_lock);
static short evtchn_to_irq[NR_EVENT_CHANNELS];
static DEFINE_PER_CPU(short, virq_to_irq[NR_VIRQS]);
static struct hw_interrupt_type xen_dynamic_chip;

#ifdef XEN_OWN_IRQ_REGS
XEN_OWN_IRQ_REGS
#endif

#ifdef CONFIG_SMP
static DEFINE_PER_CPU(short, ipi_to_irq[XEN_NR_IPIS]);

/* The ports that a vCPU looks at */
static DEFINE_PER_CPU(unsigned long, cpu_evtchn[BITS_PER_LONG]);

static void bind_evtchn_to_cpu(unsigned int evtchn, unsigned int cpu)
{
	int other;

	for_each_possible_cpu(other)
		clear_bit(evtchn, per_cpu(cpu_evtchn, other));
	set_bit(evtchn, per_cpu(cpu_evtchn, cpu));
}

static inline unsigned long own_evtchns(unsigned int word)
{
	return __get_cpu_var(cpu_evtchn)[word];
}
#else
static inline void bind_evtchn_to_cpu(unsigned int evtchn, unsigned int cpu)
{
}

static inline unsigned long own_evtchns(unsigned int word)
{
	return ~0UL;
}
#endif

static inline unsigned long active_evtchns(unsigned int word)
{
	struct shared_info *s = HYPERVISOR_shared_info;

	return s->evtchn_pending[word] & ~s->evtchn_mask[word] &
		own_evtchns(word);
}

static inline void mask_evtchn(unsigned int port)
{
	set_bit(port, HYPERVISOR_shared_info->evtchn_mask);
}

/* Xen may set another bit of the word at the same moment. */
static inline void clear_evtchn(unsigned int port)
{
	sync_clear_bit(port, HYPERVISOR_shared_info->evtchn_pending);
}

static void unmask_evtchn(unsigned int port)
{
	struct evtchn_unmask unmask = { .port = port };
	struct shared_info *s = HYPERVISOR_shared_info;

	clear_bit(port, s->evtchn_mask);
	if (unlikely(test_bit(port, s->evtchn_pending))) {
		mask_evtchn(port);
		HYPERVISOR_event_channel_op(EVTCHNOP_unmask, &unmask);
	}
}

unsigned int evtchn_from_irq(unsigned int irq)
{
	return irq_info[irq].evtchn;
}
EXPORT_SYMBOL(evtchn_from_irq);

void notify_remote_via_evtchn(int port)
{
	struct evtchn_send send = { .port = port };

	HYPERVISOR_event_channel_op(EVTCHNOP_send, &send);
}
EXPORT_SYMBOL(notify_remote_via_evtchn);

void notify_remote_via_irq(int irq)
{
	if (evtchn_from_irq(irq))
		notify_remote_via_evtchn(evtchn_from_irq(irq));
}
EXPORT_SYMBOL(notify_remote_via_irq);

/* The lock is held. */
static int find_unbound_irq(void)
{
	int irq;

	for (irq = FIRST_DYNAMIC_IRQ; irq < XEN_NR_IRQS; irq++)
		if (irq_info[irq].kind == IRQT_UNBOUND)
			return irq;
	return -ENOSPC;
}

/* The lock is held. */
static int attach(enum irq_kind kind, unsigned int evtchn, unsigned int cpu)
{
	int irq = find_unbound_irq();

	if (irq < 0)
		return irq;
	irq_info[irq].kind = kind;
	irq_info[irq].evtchn = evtchn;
	irq_info[irq].cpu = cpu;
	evtchn_to_irq[evtchn] = irq;
	bind_evtchn_to_cpu(evtchn, cpu);
	set_irq_chip(irq, &xen_dynamic_chip);
	xen_setup_irq(irq, cpu);
	return irq;
}

int bind_evtchn_to_irq(unsigned int evtchn)
{
	unsigned long flags;
	int irq;

	spin_lock_irqsave(&irq_mapping_lock, flags);
	irq = evtchn_to_irq[evtchn];
	if (irq < 0)
		irq = attach(IRQT_EVTCHN, evtchn, 0);
	if (irq >= 0)
		irq_info[irq].users++;
	spin_unlock_irqrestore(&irq_mapping_lock, flags);
	return irq;
}
EXPORT_SYMBOL(bind_evtchn_to_irq);

static void close_evtchn(unsigned int evtchn)
{
	struct evtchn_close close = { .port = evtchn };

	xen_check(HYPERVISOR_event_channel_op(EVTCHNOP_close, &close),
		  "event_channel_op", EVTCHNOP_close, evtchn, 0);
}

/* The lock is held. */
static int attach_virq(unsigned int virq, unsigned int cpu)
{
	struct evtchn_bind_virq bind = { .virq = virq, .vcpu = cpu };
	int irq = HYPERVISOR_event_channel_op(EVTCHNOP_bind_virq, &bind);

	if (irq < 0)
		return irq;
	irq = attach(IRQT_VIRQ, bind.port, cpu);
	if (irq < 0) {
		close_evtchn(bind.port);
		return irq;
	}
	irq_info[irq].virq = virq;
	per_cpu(virq_to_irq, cpu)[virq] = irq;
	return irq;
}

int bind_virq_to_irq(unsigned int virq, unsigned int cpu)
{
	unsigned long flags;
	int irq;

	spin_lock_irqsave(&irq_mapping_lock, flags);
	irq = per_cpu(virq_to_irq, cpu)[virq];
	if (irq < 0)
		irq = attach_virq(virq, cpu);
	if (irq >= 0)
		irq_info[irq].users++;
	spin_unlock_irqrestore(&irq_mapping_lock, flags);
	return irq;
}
EXPORT_SYMBOL(bind_virq_to_irq);

static void unbind_from_irq(unsigned int irq)
{
	struct irq_info *info = &irq_info[irq];
	unsigned long flags;

	spin_lock_irqsave(&irq_mapping_lock, flags);
	if (info->kind != IRQT_UNBOUND && --info->users == 0) {
		if (info->evtchn) {
			mask_evtchn(info->evtchn);
			close_evtchn(info->evtchn);
			evtchn_to_irq[info->evtchn] = -1;
		}
		if (info->kind == IRQT_VIRQ)
			per_cpu(virq_to_irq, info->cpu)[info->virq] = -1;
		info->evtchn = 0;
		info->kind = IRQT_UNBOUND;
	}
	spin_unlock_irqrestore(&irq_mapping_lock, flags);
}

void unbind_from_irqhandler(unsigned int irq, void *dev_id)
{
	free_irq(irq, dev_id);
	unbind_from_irq(irq);
}
EXPORT_SYMBOL(unbind_from_irqhandler);

static int request_bound_irq(int irq, irq_handler_t handler,
			     unsigned long irqflags, const char *devname,
			     void *dev_id)
{
	int err;

	if (irq < 0)
		return irq;
	err = request_irq(irq, handler, irqflags, devname, dev_id);
	if (!err)
		return irq;
	unbind_from_irq(irq);
	return err;
}

int bind_evtchn_to_irqhandler(unsigned int evtchn, irq_handler_t handler,
			      unsigned long irqflags, const char *devname,
			      void *dev_id)
{
	return request_bound_irq(bind_evtchn_to_irq(evtchn), handler, irqflags,
				 devname, dev_id);
}
EXPORT_SYMBOL(bind_evtchn_to_irqhandler);

int bind_virq_to_irqhandler(unsigned int virq, unsigned int cpu,
			    irq_handler_t handler, unsigned long irqflags,
			    const char *devname, void *dev_id)
{
	return request_bound_irq(bind_virq_to_irq(virq, cpu), handler,
				 irqflags, devname, dev_id);
}
EXPORT_SYMBOL(bind_virq_to_irqhandler);

#ifdef CONFIG_SMP
/* The lock is held. */
static int attach_ipi(enum ipi_vector ipi, unsigned int cpu)
{
	struct evtchn_bind_ipi bind = { .vcpu = cpu };
	int irq = HYPERVISOR_event_channel_op(EVTCHNOP_bind_ipi, &bind);

	if (irq < 0)
		return irq;
	irq = attach(IRQT_IPI, bind.port, cpu);
	if (irq < 0) {
		close_evtchn(bind.port);
		return irq;
	}
	irq_info[irq].ipi = ipi;
	per_cpu(ipi_to_irq, cpu)[ipi] = irq;
	return irq;
}

/* Once for each vCPU, and for good */
int bind_ipi_to_irqhandler(enum ipi_vector ipi, unsigned int cpu,
			   irq_handler_t handler, unsigned long irqflags,
			   const char *devname, void *dev_id)
{
	unsigned long flags;
	int irq;

	spin_lock_irqsave(&irq_mapping_lock, flags);
	irq = attach_ipi(ipi, cpu);
	if (irq >= 0)
		irq_info[irq].users++;
	spin_unlock_irqrestore(&irq_mapping_lock, flags);
	return request_bound_irq(irq, handler, irqflags, devname, dev_id);
}

void xen_send_IPI_one(unsigned int cpu, enum ipi_vector ipi)
{
	notify_remote_via_irq(per_cpu(ipi_to_irq, cpu)[ipi]);
}

/*
 * The interrupt's own lock is held, or all other vCPUs are stopped: so it is
 * neither bound nor unbound meanwhile.
 */
static void rebind_irq_to_cpu(unsigned int irq, unsigned int cpu)
{
	struct irq_info *info = &irq_info[irq];
	struct evtchn_bind_vcpu bind = { .port = info->evtchn, .vcpu = cpu };
	int masked;

	if (info->kind != IRQT_EVTCHN || info->cpu == cpu)
		return;
	masked = test_and_set_bit(info->evtchn,
				  HYPERVISOR_shared_info->evtchn_mask);
	if (!HYPERVISOR_event_channel_op(EVTCHNOP_bind_vcpu, &bind)) {
		info->cpu = cpu;
		bind_evtchn_to_cpu(info->evtchn, cpu);
	}
	if (!masked)
		unmask_evtchn(info->evtchn);
}

static void set_affinity_irq(unsigned int irq, cpumask_t mask)
{
	unsigned int cpu;

	cpus_and(mask, mask, cpu_online_map);
	cpu = first_cpu(mask);
	if (cpu >= NR_CPUS)
		return;
	rebind_irq_to_cpu(irq, cpu);
	xen_note_affinity(irq, cpumask_of_cpu(cpu));
}

/* A vCPU goes. It is not online any more, and the others are stopped. */
void xen_irqs_leave_cpu(unsigned int cpu)
{
	unsigned int irq;

	for (irq = FIRST_DYNAMIC_IRQ; irq < XEN_NR_IRQS; irq++)
		if (irq_info[irq].cpu == cpu)
			rebind_irq_to_cpu(irq, first_cpu(cpu_online_map));
}
#endif

static void enable_dynirq(unsigned int irq)
{
	if (evtchn_from_irq(irq))
		unmask_evtchn(evtchn_from_irq(irq));
}

static void disable_dynirq(unsigned int irq)
{
	if (evtchn_from_irq(irq))
		mask_evtchn(evtchn_from_irq(irq));
}

static unsigned int startup_dynirq(unsigned int irq)
{
	enable_dynirq(irq);
	return 0;
}

static void ack_dynirq(unsigned int irq)
{
	unsigned int port = evtchn_from_irq(irq);

	if (!port)
		return;
	mask_evtchn(port);
	move_masked_irq(irq);
	clear_evtchn(port);
}

static void end_dynirq(unsigned int irq)
{
	if (!(irq_desc[irq].status & IRQ_DISABLED))
		enable_dynirq(irq);
}

static struct hw_interrupt_type xen_dynamic_chip = {
	.typename	= "xen-dyn",
	.startup	= startup_dynirq,
	.shutdown	= disable_dynirq,
	.enable		= enable_dynirq,
	.disable	= disable_dynirq,
	.ack		= ack_dynirq,
	.end		= end_dynirq,
#ifdef CONFIG_SMP
	.set_affinity	= set_affinity_irq,
#endif
};

/* An interrupt's new port, with interrupts off */
static void set_evtchn(unsigned int irq, unsigned int evtchn)
{
	irq_info[irq].evtchn = evtchn;
	evtchn_to_irq[evtchn] = irq;
	bind_evtchn_to_cpu(evtchn, irq_info[irq].cpu);
	if (!(irq_desc[irq].status & IRQ_DISABLED))
		unmask_evtchn(evtchn);
}

/* Events of the old port that nobody saw are lost: so there is one. */
void rebind_evtchn_irq(unsigned int evtchn, unsigned int irq)
{
	unsigned long flags;

	spin_lock_irqsave(&irq_mapping_lock, flags);
	sync_set_bit(evtchn, HYPERVISOR_shared_info->evtchn_pending);
	irq_info[irq].cpu = 0;
	set_evtchn(irq, evtchn);
	spin_unlock_irqrestore(&irq_mapping_lock, flags);
}

static void rebind_virq(unsigned int irq)
{
	struct evtchn_bind_virq bind = {
		.virq = irq_info[irq].virq,
		.vcpu = irq_info[irq].cpu,
	};

	xen_check(HYPERVISOR_event_channel_op(EVTCHNOP_bind_virq, &bind),
		  "event_channel_op", EVTCHNOP_bind_virq, bind.virq, bind.vcpu);
	set_evtchn(irq, bind.port);
}

static void rebind_ipi(unsigned int irq)
{
	struct evtchn_bind_ipi bind = { .vcpu = irq_info[irq].cpu };

	xen_check(HYPERVISOR_event_channel_op(EVTCHNOP_bind_ipi, &bind),
		  "event_channel_op", EVTCHNOP_bind_ipi, bind.vcpu, 0);
	set_evtchn(irq, bind.port);
}

void xen_irq_resume(void)
{
	unsigned int i;

	for (i = 0; i < NR_EVENT_CHANNELS; i++) {
		evtchn_to_irq[i] = -1;
		mask_evtchn(i);
	}
	for (i = 0; i < NR_IRQS; i++)
		irq_info[i].evtchn = 0;
	for (i = 0; i < NR_IRQS; i++)
		if (irq_info[i].kind == IRQT_VIRQ)
			rebind_virq(i);
		else if (irq_info[i].kind == IRQT_IPI)
			rebind_ipi(i);
}

static void deliver(unsigned int port, struct pt_regs *regs)
{
	int irq = evtchn_to_irq[port];

	if (likely(irq >= 0))
		xen_do_IRQ(irq, regs);
	else
		mask_evtchn(port);
}

/*
 * Called with upcalls masked, on the interrupt stack. The pending flag is
 * cleared before the selector is read: what comes afterwards sets it again.
 */
asmlinkage void xen_evtchn_do_upcall(struct pt_regs *regs)
{
	struct pt_regs *old_regs = set_irq_regs(regs);
	struct vcpu_info *vcpu = xen_this_vcpu();
	unsigned long words, bits;
	unsigned int word;

	while (xchg(&vcpu->evtchn_upcall_pending, 0)) {
		words = xchg(&vcpu->evtchn_pending_sel, 0);
		while (words) {
			word = __ffs(words);
			words &= words - 1;
			while ((bits = active_evtchns(word)))
				deliver(word * BITS_PER_LONG + __ffs(bits),
					regs);
		}
	}
	set_irq_regs(old_regs);
}

void __init init_IRQ(void)
{
	int i, cpu;

	for (i = 0; i < NR_EVENT_CHANNELS; i++) {
		evtchn_to_irq[i] = -1;
		mask_evtchn(i);
	}
	for_each_possible_cpu(cpu)
		for (i = 0; i < NR_VIRQS; i++)
			per_cpu(virq_to_irq, cpu)[i] = -1;
	for (i = 0; i < NR_IRQS; i++) {
		irq_desc[i].status = IRQ_DISABLED;
		irq_desc[i].action = NULL;
		irq_desc[i].depth = 1;
		set_irq_chip(i, &no_irq_type);
	}
}

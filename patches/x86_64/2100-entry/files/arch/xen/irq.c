/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Upcalls in place of the processor's interrupt flag: making Xen deliver what
 * became pending under the mask, and waiting. Each works on the vCPU that it
 * runs on. The inline part is asm/xen/irqflags.h, the upcall itself
 * drivers/xen/events.c.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/sched.h>

#include <asm/hw_irq.h>
#include <asm/system.h>
#include <asm/xen/events.h>
#include <asm/xen/hypervisor.h>

/* Masking upcalls is inline, in modules too. */
EXPORT_SYMBOL(HYPERVISOR_shared_info);

#ifdef XEN_VECTOR_IRQ
DEFINE_PER_CPU(vector_irq_t, vector_irq);
#endif

/* Xen looks at what is pending on the way back from any hypercall. */
void xen_force_evtchn_callback(void)
{
	HYPERVISOR_xen_version(XENVER_version, NULL);
}
EXPORT_SYMBOL(xen_force_evtchn_callback);

/* Blocking lets upcalls through again, as sti; hlt does. */
void xen_safe_halt(void)
{
	HYPERVISOR_sched_op(SCHEDOP_block, NULL);
}
EXPORT_SYMBOL(xen_safe_halt);

/* With interrupts off this is for good. */
void xen_halt(void)
{
	if (irqs_disabled())
		HYPERVISOR_vcpu_op(VCPUOP_down, smp_processor_id(), NULL);
	else
		xen_safe_halt();
}
EXPORT_SYMBOL(xen_halt);

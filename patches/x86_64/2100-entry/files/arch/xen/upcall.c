/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Upcalls: what Xen calls when an event came, how to make it call, and how to
 * wait for it.
 */
#include <linux/kernel.h>
#include <linux/linkage.h>
#include <linux/module.h>

#include <asm/bitops.h>
#include <asm/system.h>
#include <asm/xen/hypervisor.h>

/* Masking upcalls is inline, in modules too. */
EXPORT_SYMBOL(xen_shared_info);

void xen_force_upcall(void)
{
	HYPERVISOR_xen_version(XENVER_version, NULL);
}
EXPORT_SYMBOL(xen_force_upcall);

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
		HYPERVISOR_vcpu_op(VCPUOP_down, 0, NULL);
	else
		xen_safe_halt();
}
EXPORT_SYMBOL(xen_halt);

/* Called with upcalls masked, on the interrupt stack. */
asmlinkage void xen_do_upcall(struct pt_regs *regs)
{
	struct vcpu_info *vcpu = &xen_shared_info.vcpu_info[0];
	unsigned long words, bits;
	unsigned int word;

	while (xchg(&vcpu->evtchn_upcall_pending, 0)) {
		words = xchg(&vcpu->evtchn_pending_sel, 0);
		while (words) {
			word = __ffs(words);
			words &= words - 1;
			while ((bits = xen_shared_info.evtchn_pending[word] &
				~xen_shared_info.evtchn_mask[word]))
				xen_deliver(word * BITS_PER_LONG + __ffs(bits),
					    regs);
		}
	}
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a domain ends: the kernel gives Xen the reason, Xen stops all of its
 * vCPUs, and the toolstack does the rest. None of these calls returns. A panic
 * reports a crash, so that the toolstack can keep the domain's memory.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/pm.h>
#include <linux/reboot.h>

#include <asm/xen/hypervisor.h>
#include <xen/compat.h>

/* Somebody can switch the power off: Xen. */
void (*pm_power_off)(void) = machine_power_off;
XEN_EXPORT_PM_POWER_OFF
int reboot_force;

static void xen_shutdown(unsigned int reason)
{
	struct sched_shutdown op = { .reason = reason };

	HYPERVISOR_sched_op(SCHEDOP_shutdown, &op);
}

void machine_shutdown(void)
{
}

void machine_restart(char *command)
{
	xen_shutdown(SHUTDOWN_reboot);
}

void machine_emergency_restart(void)
{
	xen_shutdown(SHUTDOWN_reboot);
}

void machine_halt(void)
{
	xen_shutdown(SHUTDOWN_poweroff);
}

void machine_power_off(void)
{
	xen_shutdown(SHUTDOWN_poweroff);
}

static int xen_panic_event(struct notifier_block *self, unsigned long event,
			   void *message)
{
	xen_shutdown(SHUTDOWN_crash);
	return NOTIFY_DONE;
}

static struct notifier_block xen_panic_block = {
	.notifier_call = xen_panic_event,
};

static int __init xen_panic_setup(void)
{
	return atomic_notifier_chain_register(&panic_notifier_list,
					      &xen_panic_block);
}
core_initcall(xen_panic_setup);

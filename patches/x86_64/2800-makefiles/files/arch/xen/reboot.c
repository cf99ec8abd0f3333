/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ends of a domain: Xen is told the reason and does the rest.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/pm.h>
#include <linux/reboot.h>
#include <linux/init.h>

#include <asm/xen/hypervisor.h>
#include <asm/xen/releases.h>

/* Somebody can switch the power off: Xen. */
void (*pm_power_off)(void) = machine_power_off;
XEN_EXPORT_PM_POWER_OFF
int reboot_force;

static void shutdown(unsigned int reason)
{
	struct sched_shutdown op = { .reason = reason };

	HYPERVISOR_sched_op(SCHEDOP_shutdown, &op);
}

void machine_shutdown(void)
{
}

void machine_restart(char *command)
{
	shutdown(SHUTDOWN_reboot);
}

void machine_emergency_restart(void)
{
	shutdown(SHUTDOWN_reboot);
}

void machine_halt(void)
{
	shutdown(SHUTDOWN_poweroff);
}

void machine_power_off(void)
{
	shutdown(SHUTDOWN_poweroff);
}

static int panicked(struct notifier_block *self, unsigned long event, void *s)
{
	shutdown(SHUTDOWN_crash);
	return NOTIFY_DONE;
}

static struct notifier_block panic_block = { .notifier_call = panicked };

static int __init watch_panics(void)
{
	atomic_notifier_chain_register(&panic_notifier_list, &panic_block);
	return 0;
}
core_initcall(watch_panics);

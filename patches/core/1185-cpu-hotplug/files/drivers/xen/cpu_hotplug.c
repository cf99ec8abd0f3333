/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vCPUs that the toolstack gives and takes: cpu/N/availability of the store is
 * "online" or "offline". Xen itself makes all vCPUs that the domain may ever
 * have when it builds the domain, so that the kernel starts them all; those
 * that the toolstack has not given yet are stopped as soon as the store can be
 * read. xenwatch sees each change, so that they are made one after the other.
 * What the store does not name stays as it is.
 */
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/string.h>

#include <xen/compat.h>
#include <xen/xenbus.h>

static void vcpu_hotplug(unsigned int cpu)
{
	char dir[16], state[16];
	int err = 0;

	snprintf(dir, sizeof(dir), "cpu/%u", cpu);
	if (xenbus_scanf(XBT_NIL, dir, "availability", "%15s", state) != 1)
		return;
	if (!strcmp(state, "online"))
		err = cpu_online(cpu) ? 0 : cpu_up(cpu);
	else if (!strcmp(state, "offline"))
		err = cpu_online(cpu) ? cpu_down(cpu) : 0;
	else
		printk(KERN_WARNING "xen: %s/availability is \"%s\", which is "
		       "not known\n", dir, state);
	if (err)
		printk(KERN_WARNING "xen: CPU %u does not become %s: error "
		       "%d\n", cpu, state, err);
}

/* A path of one, or of all when the watch is new */
static void availability_changed(struct xenbus_watch *watch, const char *path)
{
	unsigned int cpu;

	if (sscanf(path, "cpu/%u", &cpu) == 1) {
		if (cpu < NR_CPUS && cpu_possible(cpu))
			vcpu_hotplug(cpu);
		return;
	}
	for_each_possible_cpu(cpu)
		vcpu_hotplug(cpu);
}

static struct xenbus_watch cpu_watch = {
	.node		= "cpu",
	.callback	= availability_changed,
};

static int __init setup_vcpu_hotplug_event(void)
{
	if (!xenbus_available())
		return 0;
	return register_xenbus_watch(&cpu_watch);
}
late_initcall(setup_vcpu_hotplug_event);

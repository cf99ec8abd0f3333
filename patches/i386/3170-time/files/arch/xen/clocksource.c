/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's system time as a clocksource, whose cycles are nanoseconds.
 */
#include <linux/clocksource.h>
#include <linux/init.h>

#include <asm/xen/hypervisor.h>

/* Corrections of the clock's rate are in parts of mult. */
#define XEN_SHIFT	22

static cycle_t read_system_time(void)
{
	return xen_clocksource_read();
}

static struct clocksource clocksource_xen = {
	.name		= "xen",
	.rating		= 400,
	.read		= read_system_time,
	.mask		= CLOCKSOURCE_MASK(64),
	.mult		= 1 << XEN_SHIFT,
	.shift		= XEN_SHIFT,
	.is_continuous	= 1,
};

static int __init init_xen_clocksource(void)
{
	return clocksource_register(&clocksource_xen);
}
core_initcall(init_xen_clocksource);

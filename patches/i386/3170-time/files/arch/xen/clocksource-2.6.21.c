/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's system time as a clocksource, whose cycles are nanoseconds.
 *
 * The kernel counts what has passed since it read the source last, and takes
 * a step backwards for almost all of 64 bits. System time is another one
 * where a domain is restored: there the source goes on from where it stood
 * when the domain stopped, as ticks do.
 */
#include <linux/clocksource.h>
#include <linux/init.h>

#include <asm/xen/hypervisor.h>
#include <asm/xen/time.h>

/* Corrections of the clock's rate are in parts of mult. */
#define XEN_SHIFT	22

/* The source is system time plus this. */
static u64 clock_offset;

/* What it said at the tick that was counted last */
static u64 tick_clock;

/* System time is another one than at that tick. */
static int is_restored;

static cycle_t read_clock(void)
{
	return xen_clocksource_read() + clock_offset;
}

#ifdef CONFIG_SMP
static cycle_t read_clocksource(void);
#else
#define read_clocksource	read_clock
#endif

static struct clocksource clocksource_xen = {
	.name		= "xen",
	.rating		= 400,
	.read		= read_clocksource,
	.mask		= CLOCKSOURCE_MASK(64),
	.mult		= 1 << XEN_SHIFT,
	.shift		= XEN_SHIFT,
	.flags		= CLOCK_SOURCE_IS_CONTINUOUS,
};

#ifdef CONFIG_SMP
/* Another vCPU may have read it last, and be a little ahead. */
static cycle_t read_clocksource(void)
{
	cycle_t now = read_clock(), last = clocksource_xen.cycle_last;

	return (s64)(now - last) < 0 ? last : now;
}
#endif

/* With xtime_lock written */
void xen_update_tick_cycle(u64 cycle, u64 ns)
{
	if (is_restored) {
		clock_offset += tick_clock + ns - read_clock();
		is_restored = 0;
	}
	tick_clock = read_clock() - ns;
}

/* The domain goes on in another one; xen_update_tick_cycle() follows. */
void xen_clocksource_restored(void)
{
	is_restored = 1;
}

static int __init init_xen_clocksource(void)
{
	return clocksource_register(&clocksource_xen);
}
core_initcall(init_xen_clocksource);

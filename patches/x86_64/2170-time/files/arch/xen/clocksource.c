/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's system time as a clock source, from 2.6.21 on.
 *
 * The kernel counts what has passed since it read the source last, and takes
 * a step backwards for almost all of 64 bits. System time is another one
 * where a domain is restored: there the source goes on from where it stood
 * when the domain stopped, as ticks do.
 */
#include <linux/clocksource.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/version.h>

#include <asm/proto.h>
#include <asm/timex.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/time.h>

/* Better than the cycle counter, which is a physical processor's */
#define XEN_RATING	400

/* ns are what it counts. The factor leaves room for NTP to change it. */
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

static cycle_t read_clocksource(void);

static struct clocksource xen_clocksource = {
	.name	= "xen",
	.rating	= XEN_RATING,
	.read	= read_clocksource,
	.mask	= CLOCKSOURCE_MASK(64),
	.mult	= 1 << XEN_SHIFT,
	.shift	= XEN_SHIFT,
	.flags	= CLOCK_SOURCE_IS_CONTINUOUS,
};

#ifdef CONFIG_SMP
/* Another vCPU may have read it last, and be a little ahead. */
static cycle_t read_clocksource(void)
{
	cycle_t now = read_clock(), last = xen_clocksource.cycle_last;

	return (s64)(now - last) < 0 ? last : now;
}
#else
static cycle_t read_clocksource(void)
{
	return read_clock();
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

/* The processor may be another one: what sched_clock() counts by. */
void xen_set_tsc_khz(void)
{
	cpu_khz = xen_tsc_khz();
#if LINUX_VERSION_CODE >= KERNEL_VERSION(2, 6, 22)
	tsc_khz = cpu_khz;
#endif
	set_cyc2ns_scale(cpu_khz);
	is_restored = 1;
}

static int __init init_xen_clocksource(void)
{
	return clocksource_register(&xen_clocksource);
}
device_initcall(init_xen_clocksource);

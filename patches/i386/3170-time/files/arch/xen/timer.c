/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's system time as the timer that says how long ago the last tick was, for
 * releases before clocksources. The ticks themselves are time.c's; xtime_lock
 * guards where the last one stood.
 */
#include <linux/kernel.h>
#include <linux/time.h>

#include <asm/div64.h>
#include <asm/processor.h>
#include <asm/timer.h>
#include <asm/timex.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/time.h>

/* System time at the tick that was counted last */
static u64 tick_time;

/* With xtime_lock written */
void xen_update_tick_cycle(u64 cycle, u64 ns)
{
	tick_time = xen_clocksource_read() - ns;
}

/* us since the last tick, with xtime_lock read */
static unsigned long get_offset(void)
{
	s64 ns = xen_clocksource_read() - tick_time;
	u64 us = ns > 0 ? ns : 0;

	do_div(us, NSEC_PER_USEC);
	return us;
}

/* time.c counts the ticks that were late. */
static void mark_offset(void)
{
}

static unsigned long read_cycles(void)
{
	return get_cycles();
}

static void delay(unsigned long cycles)
{
	unsigned long start = read_cycles();

	do
		rep_nop();
	while (read_cycles() - start < cycles);
}

struct timer_opts xen_timer = {
	.name			= "xen",
	.mark_offset		= mark_offset,
	.get_offset		= get_offset,
	.monotonic_clock	= xen_clocksource_read,
	.delay			= delay,
	.read_timer		= read_cycles,
};

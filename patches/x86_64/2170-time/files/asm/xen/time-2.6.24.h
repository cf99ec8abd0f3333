/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the clock source wants to know of a tick. From 2.6.24 on no header
 * declares what the processor's clock counts by.
 */
#ifndef _ASM_X86_64_XEN_TIME_H
#define _ASM_X86_64_XEN_TIME_H

#include <linux/types.h>

/* clocksource.c has it. The tick was ns before this cycle. */
extern void xen_update_tick_cycle(u64 cycle, u64 ns);

/* tsc_64.c has them. */
extern unsigned int cpu_khz, tsc_khz;
extern void set_cyc2ns_scale(unsigned long khz);

#ifdef CONFIG_SMP
/* The clock source does not ask the cycle counter alone. */
static inline int xen_cycles_synchronous(void)
{
	return 1;
}

static inline void xen_use_gettimeoffset(unsigned int (*offset)(void))
{
}
#endif

#endif

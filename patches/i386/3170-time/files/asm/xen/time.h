/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What i386's clocksource wants to know of a tick: see
 * arch/i386/xen/clocksource.c. gettimeofday() reads that, and needs no more.
 */
#ifndef _ASM_I386_XEN_TIME_H
#define _ASM_I386_XEN_TIME_H

#include <linux/types.h>

/* A tick is counted that came ns ago; cycle is the cycle counter's. */
extern void xen_update_tick_cycle(u64 cycle, u64 ns);

#ifdef CONFIG_SMP
/* gettimeofday() does not ask the cycle counter alone. */
static inline int xen_cycles_synchronous(void)
{
	return 1;
}

static inline void xen_use_gettimeoffset(unsigned int (*offset)(void))
{
}
#endif

#endif

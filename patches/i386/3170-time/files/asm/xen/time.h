/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What i386's gettimeofday() wants to know of a tick: nothing, it reads the
 * clocksource.
 */
#ifndef _ASM_I386_XEN_TIME_H
#define _ASM_I386_XEN_TIME_H

#include <linux/types.h>

static inline void xen_update_tick_cycle(u64 cycle, u64 ns)
{
}

#endif

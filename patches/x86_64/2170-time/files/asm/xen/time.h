/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What x86_64's gettimeofday() wants to know of a tick.
 */
#ifndef _ASM_X86_64_XEN_TIME_H
#define _ASM_X86_64_XEN_TIME_H

#include <asm/proto.h>
#include <asm/timex.h>
#include <asm/vsyscall.h>

/*
 * It goes on from the last tick's cycle, in the vsyscall page too: that was
 * ns before this one.
 */
static inline void xen_update_tick_cycle(u64 cycle, u64 ns)
{
	vxtime.last_tsc = cycle - ns * cpu_khz / 1000000;
}

#endif

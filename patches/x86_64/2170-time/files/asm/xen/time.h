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

#ifdef CONFIG_SMP
/*
 * What Xen says of the cycle counter: that it emulates it, or that it is the
 * same on all processors. The leaf is reached by Xen's prefix.
 */
static inline int xen_cycles_synchronous(void)
{
	unsigned int eax = 0x40000003, ecx = 0;

	asm(".byte 0x0f,0x0b,0x78,0x65,0x6e; cpuid"
	    : "+a" (eax), "+c" (ecx) : : "ebx", "edx");
	return eax & 3;
}

/* gettimeofday() from Xen's time, by a system call */
static inline void xen_use_gettimeoffset(unsigned int (*offset)(void))
{
	extern unsigned int (*do_gettimeoffset)(void);

	do_gettimeoffset = offset;
	sysctl_vsyscall = 0;
}
#endif

#endif

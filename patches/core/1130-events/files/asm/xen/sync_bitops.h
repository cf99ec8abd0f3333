/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Atomic operations on memory that is shared with Xen or another domain.
 *
 * A kernel for one processor leaves the lock prefix out of its own, but who
 * is on the other side of a shared page runs on another processor.
 */
#ifndef _ASM_X86_64_XEN_SYNC_BITOPS_H
#define _ASM_X86_64_XEN_SYNC_BITOPS_H

#include <linux/types.h>

static inline void sync_set_bit(unsigned int nr, volatile void *addr)
{
	__asm__ __volatile__("lock; btsl %1, %0"
			     : "+m" (*(volatile u32 *)addr)
			     : "Ir" (nr)
			     : "memory");
}

static inline void sync_clear_bit(unsigned int nr, volatile void *addr)
{
	__asm__ __volatile__("lock; btrl %1, %0"
			     : "+m" (*(volatile u32 *)addr)
			     : "Ir" (nr)
			     : "memory");
}

/* What was there; it was replaced if that is the old value. */
static inline u16 sync_cmpxchg16(volatile u16 *p, u16 old, u16 new)
{
	u16 found;

	__asm__ __volatile__("lock; cmpxchgw %2, %1"
			     : "=a" (found), "+m" (*p)
			     : "r" (new), "0" (old)
			     : "memory");
	return found;
}

#endif

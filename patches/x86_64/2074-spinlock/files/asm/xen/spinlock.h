/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Locks of a guest: taken as on a bare machine, and waited for out of line,
 * see arch/x86_64/xen/spinlock.c. asm/spinlock.h includes this.
 */
#ifndef _ASM_X86_64_XEN_SPINLOCK_H
#define _ASM_X86_64_XEN_SPINLOCK_H

/* One turn of a wait for another vCPU */
extern void xen_relax(void);

/* Until it looks free, but not for ever */
extern void xen_spin_wait(raw_spinlock_t *lock);
extern void xen_read_wait(raw_rwlock_t *lock);
extern void xen_write_wait(raw_rwlock_t *lock);

static inline void __raw_spin_lock(raw_spinlock_t *lock)
{
	while (unlikely(!__raw_spin_trylock(lock)))
		xen_spin_wait(lock);
}

#define __raw_spin_lock_flags(lock, flags) __raw_spin_lock(lock)

static inline void __raw_read_lock(raw_rwlock_t *lock)
{
	while (unlikely(!__raw_read_trylock(lock)))
		xen_read_wait(lock);
}

static inline void __raw_write_lock(raw_rwlock_t *lock)
{
	while (unlikely(!__raw_write_trylock(lock)))
		xen_write_wait(lock);
}

#define _raw_spin_relax(lock)	xen_spin_wait(lock)
#define _raw_read_relax(lock)	xen_read_wait(lock)
#define _raw_write_relax(lock)	xen_write_wait(lock)

#endif

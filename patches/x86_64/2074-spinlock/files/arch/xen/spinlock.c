/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Waiting for another vCPU.
 *
 * A lock is held for a few microseconds, unless Xen has preempted the vCPU
 * that holds it. So a wait first polls the lock for about as long as that; then
 * the vCPU yields, and Xen runs another one there. It neither blocks nor needs
 * to be woken: releasing a lock costs what it does on a bare machine. The waits
 * are bounded, so that their callers look at what else may have changed.
 */
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>

#include <asm/processor.h>
#include <asm/xen/hypervisor.h>

/* Some ten to fifty microseconds */
#define SPINS	1024

static DEFINE_PER_CPU(unsigned int, relaxed);

static void yield_vcpu(void)
{
	HYPERVISOR_sched_op(SCHEDOP_yield, NULL);
}

/* Preempted users disturb one another's count, which does no harm. */
void xen_relax(void)
{
	if (++per_cpu(relaxed, raw_smp_processor_id()) % SPINS)
		cpu_relax();
	else
		yield_vcpu();
}

#define WAIT_WHILE(condition)				\
	do {						\
		unsigned int spins__ = SPINS;		\
							\
		while (condition) {			\
			if (!spins__--) {		\
				yield_vcpu();		\
				break;			\
			}				\
			cpu_relax();			\
		}					\
	} while (0)

void xen_spin_wait(raw_spinlock_t *lock)
{
	WAIT_WHILE(__raw_spin_is_locked(lock));
}
EXPORT_SYMBOL(xen_spin_wait);

void xen_read_wait(raw_rwlock_t *lock)
{
	WAIT_WHILE(!__raw_read_can_lock(lock));
}
EXPORT_SYMBOL(xen_read_wait);

void xen_write_wait(raw_rwlock_t *lock)
{
	WAIT_WHILE(!__raw_write_can_lock(lock));
}
EXPORT_SYMBOL(xen_write_wait);

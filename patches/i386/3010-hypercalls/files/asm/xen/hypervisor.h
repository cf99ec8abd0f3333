/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the Xen port know of one another, and how they call Xen.
 */
#ifndef _ASM_I386_XEN_HYPERVISOR_H
#define _ASM_I386_XEN_HYPERVISOR_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/page.h>
#include <asm/system.h>
#include <asm/xen/hypercall.h>
#include <asm/xen/vcpu.h>
#include <xen/interface/xen.h>

/* What the macros of rings in shared pages order memory by */
#define xen_mb()	mb()
#define xen_rmb()	rmb()
#define xen_wmb()	wmb()

/* The loader maps what it loads where the direct mapping is. */
#define __START_KERNEL_map	__PAGE_OFFSET

extern struct start_info *xen_start_info;

static inline int xen_initial_domain(void)
{
	return !!(xen_start_info->flags & SIF_INITDOMAIN);
}

/* drivers/xen/failure.c */
extern void xen_hypercall_failed(const char *operation, unsigned long arg1,
				 unsigned long arg2, unsigned long arg3,
				 long result);
extern void xen_multicall_failed(const struct multicall_entry *call,
				 void *caller);

/* A hypercall's result that must not be an error, with what was asked for */
static inline void xen_check(long result, const char *operation,
			     unsigned long arg1, unsigned long arg2,
			     unsigned long arg3)
{
	if (unlikely(result < 0))
		xen_hypercall_failed(operation, arg1, arg2, arg3, result);
}

/* xen_start_kernel()'s steps, in their order */
extern void xen_setup_p2m(void);
extern void xen_setup_shared_info(void);	/* after a suspend too */
extern void xen_setup_kernel_pagetable(void);
extern void xen_memory_setup(struct start_info *si);

/* in place of what the bare machine does */
extern void xen_init_memory_mapping(unsigned long max_low_pfn);
extern void xen_load_idt(void);

/* time.c */
extern u64 xen_clocksource_read(void);
extern unsigned long xen_get_wallclock(void);
extern unsigned long xen_tsc_khz(void);
extern void xen_time_init(void);
extern int xen_setup_timer(unsigned int cpu);
extern void xen_start_timer(void);
extern void xen_stop_timer(void);
extern void xen_time_suspend(void);
extern void xen_time_resume(void);
extern void xen_timers_resume(void);
extern void xen_wallclock_resume(void);
extern void xen_set_tsc_khz(void);
extern void xen_clocksource_restored(void);

/* smp.c, spinlock.c: what several vCPUs need beside the first one's way */
#ifdef CONFIG_SMP
extern void xen_relax(void);
extern void xen_play_dead(void);
extern void xen_vcpu_restore(void);
#endif

/* p2m.c: where the toolstack finds the table of frames */
extern void xen_setup_mfn_list_list(void);

#endif

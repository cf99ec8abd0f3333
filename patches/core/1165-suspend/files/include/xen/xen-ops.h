/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Suspending the domain, see drivers/xen/suspend.c.
 */
#ifndef _XEN_XEN_OPS_H
#define _XEN_XEN_OPS_H

/* By xenwatch, on the toolstack's request: the domain stops, and goes on. */
extern void do_suspend(void);

/* Whether it can be now, with interrupts off */
extern int xen_arch_may_suspend(void);

/* The architecture's part before and after, with interrupts off */
extern void xen_arch_pre_suspend(void);
extern void xen_arch_post_suspend(int cancelled);

#endif

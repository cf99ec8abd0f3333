/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Several hypercalls by one: see multicalls.c.
 *
 *	xen_mc_batch();
 *	call = xen_mc_entry(__HYPERVISOR_..., &op);	as often as needed
 *	xen_mc_issue();
 */
#ifndef XEN_MULTICALLS_H
#define XEN_MULTICALLS_H

#include <asm/xen/hypervisor.h>

extern void xen_mc_batch(void);
extern void xen_mc_issue(void);

/* The entry to fill in; op, unless NULL, gets a place for its argument. */
extern struct multicall_entry *xen_mc_entry(unsigned int call,
					    struct mmuext_op **op);

/* The hypercalls that are collected most */
extern void xen_mc_update_va_mapping(unsigned long addr, unsigned long entry,
				     unsigned long flags);
extern void xen_mc_mmuext(unsigned int cmd, unsigned long mfn);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the Xen port know of one another.
 */
#ifndef _ASM_X86_64_XEN_HYPERVISOR_H
#define _ASM_X86_64_XEN_HYPERVISOR_H

#include <linux/types.h>
#include <xen/interface/xen.h>
#include <xen/interface/hypercall.h>

struct pt_regs;

extern struct start_info *xen_start_info;
extern struct shared_info xen_shared_info;

static inline int xen_initial_domain(void)
{
	return !!(xen_start_info->flags & SIF_INITDOMAIN);
}

/* start.c's steps, in their order */
extern void xen_init_translation(void);
extern void xen_map_shared_info(void);
extern void xen_init_boot_console(void);
extern void xen_init_assists(void);
extern void xen_init_root(void);

/* in place of what the bare machine does */
extern void xen_init_memory_mapping(void);
extern void xen_set_user_fixmap(unsigned long addr, unsigned long phys,
				unsigned long prot);
extern void xen_free_kernel_page(unsigned long addr);
extern void xen_load_gdt(void);
extern void xen_load_idt(void);
extern void xen_init_callbacks(void);

/* interrupts */
extern int xen_bind_virq(unsigned int virq, int irq);
extern int xen_bind_evtchn(unsigned int port);
extern void xen_notify(unsigned int port);
extern void xen_deliver(unsigned int port, struct pt_regs *regs);

/* time */
extern unsigned long xen_wall_seconds(void);
extern unsigned int xen_tsc_khz(void);
extern void xen_init_timer(void);

/* console */
extern int xen_console_put(const char *s, int len);
extern int xen_console_get(char *s, int len);
extern unsigned int xen_console_port(void);
extern void xen_move_console(void);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's console before there are drivers.
 */
#ifndef _XEN_HVC_CONSOLE_H
#define _XEN_HVC_CONSOLE_H

#ifdef CONFIG_HVC_XEN
/* For printk, from here on; start_info is known. */
extern void xen_console_init_early(void);
/* From the loader's mapping of the ring to the direct one */
extern void xen_console_move(void);
/* After a suspend, with interrupts off: it has another event channel. */
extern void xen_console_resume(void);
#else
static inline void xen_console_init_early(void)
{
}

static inline void xen_console_move(void)
{
}

static inline void xen_console_resume(void)
{
}
#endif

#endif

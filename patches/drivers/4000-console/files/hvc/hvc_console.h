/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hypervisor console's driver, for those that give it a console: releases
 * before 2.6.17 declare it for one architecture only.
 */
#ifndef HVC_CONSOLE_H
#define HVC_CONSOLE_H

#include <linux/types.h>

#define MAX_NR_HVC_CONSOLES	16

struct hvc_struct;

/* Each says how many characters it moved; negative: nobody is there. */
struct hv_ops {
	int (*get_chars)(uint32_t terminal, char *s, int len);
	int (*put_chars)(uint32_t terminal, const char *s, int len);
};

/* Early, for printk: index is that of the console. */
extern int hvc_instantiate(uint32_t terminal, int index, struct hv_ops *ops);
/* As a terminal; irq NO_IRQ: it is polled. */
extern struct hvc_struct *hvc_alloc(uint32_t terminal, int irq,
				    struct hv_ops *ops);
extern int hvc_remove(struct hvc_struct *hp);

#endif

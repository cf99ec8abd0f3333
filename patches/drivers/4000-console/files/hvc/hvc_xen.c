/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's console as a terminal: hvc0.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/types.h>

#include <asm/xen/hypervisor.h>

#include "hvc_console.h"
#include <asm/xen/releases.h>

/* Any number does: there is one console. */
#define CONSOLE_TERMINAL	0x58656e

/* Bytes that are given to it at once */
#define BUFFER	256

static int get_chars(uint32_t terminal, char *buf, int count)
{
	return xen_console_get(buf, count);
}

static int put_chars(uint32_t terminal, const char *buf, int count)
{
	return xen_console_put(buf, count);
}

static struct hv_ops xen_ops = {
	.get_chars = get_chars,
	.put_chars = put_chars,
};

/* Xen's own console has a virtual interrupt, the ring an event channel. */
static int bind_input(void)
{
	if (xen_initial_domain())
		return xen_bind_virq(VIRQ_CONSOLE, -1);
	return xen_bind_evtchn(xen_console_port());
}

static int __init hvc_xen_init(void)
{
	int irq = bind_input();

	if (irq < 0)
		return irq;
	return hvc_alloc(CONSOLE_TERMINAL, irq, &xen_ops, BUFFER) ? 0 : -ENODEV;
}
device_initcall(hvc_xen_init);

static int __init hvc_xen_console_init(void)
{
	return hvc_instantiate(CONSOLE_TERMINAL, 0, &xen_ops);
}
console_initcall(hvc_xen_console_init);

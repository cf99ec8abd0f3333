/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's console: for printk from the first line on, then as a terminal, hvc0.
 *
 * The initial domain writes and reads by hypercall (console_io), and
 * VIRQ_CONSOLE says that there is input. Any other domain has a page with two
 * rings, which it shares with a daemon of the initial domain's, and an event
 * channel on which each side tells the other that it moved an index. Of the
 * output ring the guest owns out_prod, of the input ring in_cons; data is
 * written before the index that shows it, and read before the one that gives
 * its place away.
 *
 * The hypervisor console's driver holds its own lock around the calls; the
 * boot console is called under the console semaphore. They do not overlap:
 * the boot console goes when hvc0 comes.
 */
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>

#include <asm/page.h>
#include <asm/system.h>
#include <asm/xen/hypervisor.h>
#include <xen/compat.h>
#include <xen/events.h>
#include <xen/hvc-console.h>

#include "hvc_console.h"

/* Any number does: there is one console. */
#define HVC_COOKIE	0x58656e

/* Bytes that are given to it at once */
#define OUTBUF_SIZE	256

/* NULL in the initial domain */
static struct xencons_interface *xencons;

/* 0: not yet */
static unsigned int xencons_irq;

static void notify_daemon(void)
{
	notify_remote_via_evtchn(xen_start_info->console.domU.evtchn);
}

static int domU_write_console(uint32_t vtermno, const char *data, int len)
{
	XENCONS_RING_IDX cons = xencons->out_cons, prod = xencons->out_prod;
	int sent = 0;

	mb();
	while (sent < len && prod - cons < sizeof(xencons->out))
		xencons->out[prod++ & (sizeof(xencons->out) - 1)] =
			data[sent++];
	wmb();
	xencons->out_prod = prod;
	if (sent)
		notify_daemon();
	return sent;
}

static int domU_read_console(uint32_t vtermno, char *buf, int len)
{
	XENCONS_RING_IDX cons = xencons->in_cons, prod = xencons->in_prod;
	int received = 0;

	rmb();
	while (received < len && cons != prod)
		buf[received++] =
			xencons->in[cons++ & (sizeof(xencons->in) - 1)];
	mb();
	xencons->in_cons = cons;
	if (received)
		notify_daemon();
	return received;
}

static int dom0_write_console(uint32_t vtermno, const char *data, int len)
{
	HYPERVISOR_console_io(CONSOLEIO_write, len, (char *)data);
	return len;
}

static int dom0_read_console(uint32_t vtermno, char *buf, int len)
{
	return HYPERVISOR_console_io(CONSOLEIO_read, len, buf);
}

static struct hv_ops domU_hvc_ops = {
	.get_chars = domU_read_console,
	.put_chars = domU_write_console,
};

static struct hv_ops dom0_hvc_ops = {
	.get_chars = dom0_read_console,
	.put_chars = dom0_write_console,
};

static struct hv_ops *xen_hvc_ops(void)
{
	return xencons ? &domU_hvc_ops : &dom0_hvc_ops;
}

static int bind_xencons(void)
{
	if (xen_initial_domain())
		return bind_virq_to_irq(VIRQ_CONSOLE, 0);
	return bind_evtchn_to_irq(xen_start_info->console.domU.evtchn);
}

static int __init xen_hvc_init(void)
{
	int irq = bind_xencons();

	if (irq < 0)
		return irq;
	xencons_irq = irq;
	return xen_hvc_alloc(HVC_COOKIE, irq, xen_hvc_ops(), OUTBUF_SIZE) ?
		0 : -ENODEV;
}
device_initcall(xen_hvc_init);

static int __init xen_cons_init(void)
{
	return hvc_instantiate(HVC_COOKIE, 0, xen_hvc_ops());
}
console_initcall(xen_cons_init);

/* A full ring is waited for: what is said here may be the last words. */
static void put_all(const char *s, int len)
{
	while (len) {
		int sent = xen_hvc_ops()->put_chars(HVC_COOKIE, s, len);

		s += sent;
		len -= sent;
		if (len)
			HYPERVISOR_sched_op(SCHEDOP_yield, NULL);
	}
}

static void xenboot_write_console(struct console *console, const char *s,
				  unsigned len)
{
	const char *end;

	while ((end = memchr(s, '\n', len))) {
		put_all(s, end - s);
		put_all("\r\n", 2);
		len -= end + 1 - s;
		s = end + 1;
	}
	put_all(s, len);
}

static struct console xenboot_console = {
	.name	= "xenboot",
	.write	= xenboot_write_console,
	.flags	= CON_PRINTBUFFER | CON_BOOT,
	.index	= -1,
};

void __init xen_console_init_early(void)
{
	if (!xen_initial_domain()) {
		unsigned long pfn =
			mfn_to_pfn(xen_start_info->console.domU.mfn);

		/* The loader mapped it; the direct mapping comes later. */
		xencons = (void *)(__START_KERNEL_map + (pfn << PAGE_SHIFT));
	}
	register_console(&xenboot_console);
}

void __init xen_console_move(void)
{
	if (xencons)
		xencons = __va(__pa(xencons));
}

void xen_console_resume(void)
{
	if (xencons && xencons_irq)
		rebind_evtchn_irq(xen_start_info->console.domU.evtchn,
				  xencons_irq);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's console: a hypercall in the initial domain, a ring shared with a
 * daemon in any other. From the first line on, until a driver takes over.
 */
#include <linux/console.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

#include <asm/page.h>
#include <asm/system.h>
#include <asm/xen/hypervisor.h>

static struct xencons_interface *ring;

/* The domU's event channel; 0 in the initial domain */
unsigned int xen_console_port(void)
{
	return ring ? xen_start_info->console.domU.evtchn : 0;
}
EXPORT_SYMBOL(xen_console_port);

static int ring_put(const char *s, int len)
{
	XENCONS_RING_IDX cons = ring->out_cons, prod = ring->out_prod;
	int done = 0;

	mb();
	while (done < len && prod - cons < sizeof(ring->out))
		ring->out[prod++ & (sizeof(ring->out) - 1)] = s[done++];
	wmb();
	ring->out_prod = prod;
	if (done)
		xen_notify(xen_console_port());
	return done;
}

static int ring_get(char *s, int len)
{
	XENCONS_RING_IDX cons = ring->in_cons, prod = ring->in_prod;
	int done = 0;

	rmb();
	while (done < len && cons != prod)
		s[done++] = ring->in[cons++ & (sizeof(ring->in) - 1)];
	mb();
	ring->in_cons = cons;
	if (done)
		xen_notify(xen_console_port());
	return done;
}

/* How many of the characters went out */
int xen_console_put(const char *s, int len)
{
	if (ring)
		return ring_put(s, len);
	HYPERVISOR_console_io(CONSOLEIO_write, len, (char *)s);
	return len;
}
EXPORT_SYMBOL(xen_console_put);

/* How many characters there were */
int xen_console_get(char *s, int len)
{
	if (ring)
		return ring_get(s, len);
	return HYPERVISOR_console_io(CONSOLEIO_read, len, s);
}
EXPORT_SYMBOL(xen_console_get);

/* A full ring is waited for: what is said here may be the last words. */
static void put_all(const char *s, int len)
{
	while (len) {
		int done = xen_console_put(s, len);

		s += done;
		len -= done;
		if (len)
			HYPERVISOR_sched_op(SCHEDOP_yield, NULL);
	}
}

static void boot_write(struct console *console, const char *s, unsigned len)
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

static struct console boot_console = {
	.name	= "xenboot",
	.write	= boot_write,
	.flags	= CON_PRINTBUFFER | CON_BOOT,
	.index	= -1,
};

void __init xen_init_boot_console(void)
{
	if (!xen_initial_domain()) {
		unsigned long pfn =
			xen_mfn_to_pfn(xen_start_info->console.domU.mfn);

		/* The loader mapped it; the direct mapping comes later. */
		ring = (void *)(__START_KERNEL_map + (pfn << PAGE_SHIFT));
	}
	register_console(&boot_console);
}

/* From the loader's mapping to the direct one */
void __init xen_move_console(void)
{
	if (ring)
		ring = __va(__pa(ring));
}

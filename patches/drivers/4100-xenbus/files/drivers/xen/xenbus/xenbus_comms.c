/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes to and from the store.
 *
 * A page is shared with the daemon, with a ring of bytes each way: requests,
 * of which we own req_prod, and responses, of which we own rsp_cons. Both
 * sides tell each other by one event channel that they moved an index. Data
 * is written before the index that shows it, and read before the one that
 * gives its place away.
 *
 * One writer at a time, and one reader: xenbus_xs.c sees to that. Each sleeps
 * here until there is room or something to read. In a restored domain the
 * page is the same and the connection is a new one: the reader may be in the
 * middle of a message of the old one.
 *
 * The daemon may move its indices anywhere. A distance that is larger than
 * the ring is reported and ends the connection, rather than being followed.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/wait.h>

#include <asm/page.h>
#include <asm/system.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/page.h>
#include <xen/compat.h>
#include <xen/events.h>

#include "xenbus_comms.h"

static struct xenstore_domain_interface *xen_store;
static DECLARE_WAIT_QUEUE_HEAD(xb_waitq);
static unsigned int xb_irq;
static unsigned int connection_number;

static XEN_IRQ_HANDLER(xb_interrupt, int irq, void *dev_id)
{
	wake_up(&xb_waitq);
	return IRQ_HANDLED;
}

static u32 load(const u32 *index)
{
	return *(const volatile u32 *)index;
}

/* Bytes that wait between the indices, or an error */
static int distance(const char *ring, u32 prod, u32 cons)
{
	if (likely(prod - cons <= XENSTORE_RING_SIZE))
		return prod - cons;
	printk(KERN_ERR "xenbus: the store's %s ring is broken: from %u to "
	       "%u\n", ring, cons, prod);
	return -EIO;
}

static int requests(void)
{
	return distance("request", xen_store->req_prod,
			load(&xen_store->req_cons));
}

static int responses(void)
{
	return distance("response", load(&xen_store->rsp_prod),
			xen_store->rsp_cons);
}

/* How many of len bytes go from an index on without a break */
static unsigned int chunk(u32 index, unsigned int available, unsigned int len)
{
	unsigned int straight = XENSTORE_RING_SIZE - MASK_XENSTORE_IDX(index);

	return min(min(available, straight), len);
}

static void notify_daemon(void)
{
	notify_remote_via_evtchn(xen_start_info->store_evtchn);
}

int xb_write(const void *data, unsigned int len)
{
	int waiting;

	while (len) {
		u32 prod = xen_store->req_prod;
		unsigned int n;

		wait_event(xb_waitq,
			   (waiting = requests()) != XENSTORE_RING_SIZE);
		if (waiting < 0)
			return waiting;
		n = chunk(prod, XENSTORE_RING_SIZE - waiting, len);
		mb();
		memcpy(xen_store->req + MASK_XENSTORE_IDX(prod), data, n);
		wmb();
		xen_store->req_prod = prod + n;
		data += n;
		len -= n;
		notify_daemon();
	}
	return 0;
}

unsigned int xb_connection(void)
{
	return connection_number;
}

/* Only a thread of the kernel's reads: signals do not reach it. */
int xb_read(void *data, unsigned int len, unsigned int connection)
{
	int waiting;

	while (len) {
		u32 cons;
		unsigned int n;

		wait_event_interruptible(xb_waitq,
					 connection != connection_number ||
					 (waiting = responses()) != 0);
		if (connection != connection_number)
			return -ESTALE;
		if (waiting < 0)
			return waiting;
		cons = xen_store->rsp_cons;
		n = chunk(cons, waiting, len);
		rmb();
		memcpy(data, xen_store->rsp + MASK_XENSTORE_IDX(cons), n);
		mb();
		xen_store->rsp_cons = cons + n;
		data += n;
		len -= n;
		notify_daemon();
	}
	return 0;
}

/* The initial domain has a store only once somebody starts the daemon. */
int xb_init_comms(void)
{
	int irq;

	if (!xen_start_info->store_evtchn)
		return -ENODEV;
	xen_store = __va(mfn_to_pfn(xen_start_info->store_mfn) << PAGE_SHIFT);
	irq = bind_evtchn_to_irqhandler(xen_start_info->store_evtchn,
					xb_interrupt, 0, "xenbus", &xb_waitq);
	if (irq < 0) {
		printk(KERN_ERR "xenbus: no interrupt for the store: error "
		       "%d\n", irq);
		return irq;
	}
	xb_irq = irq;
	return 0;
}

/* What the old daemon has sent and nobody has read is of no use. */
void xb_resume(void)
{
	xen_store->rsp_cons = load(&xen_store->rsp_prod);
	connection_number++;
	rebind_evtchn_irq(xen_start_info->store_evtchn, xb_irq);
	wake_up(&xb_waitq);
}

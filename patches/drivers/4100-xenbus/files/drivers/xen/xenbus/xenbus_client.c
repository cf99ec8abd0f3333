/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What drivers of both sides do alike: states, errors, rings, event channels.
 *
 * Each side has its state in its own directory of the store, writes only
 * that, and reads the other's. A device's state here is what was written
 * last; it changes in the callbacks of the device's driver only, one at a
 * time.
 */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>

#include <asm/xen/hypervisor.h>
#include <asm/xen/page.h>
#include <xen/xenbus.h>

const char *xenbus_strstate(xenbus_state state)
{
	static const char *const names[] = {
		[XenbusStateUnknown]		= "unknown",
		[XenbusStateInitialising]	= "initialising",
		[XenbusStateInitWait]		= "waiting",
		[XenbusStateInitialised]	= "initialised",
		[XenbusStateConnected]		= "connected",
		[XenbusStateClosing]		= "closing",
		[XenbusStateClosed]		= "closed",
		[XenbusStateReconfiguring]	= "reconfiguring",
		[XenbusStateReconfigured]	= "reconfigured",
	};

	return state < ARRAY_SIZE(names) ? names[state] : "invalid";
}
EXPORT_SYMBOL(xenbus_strstate);

/* A directory that is not there has an unknown state. */
xenbus_state xenbus_read_driver_state(const char *path)
{
	return xenbus_read_unsigned(path, "state", XenbusStateUnknown);
}
EXPORT_SYMBOL(xenbus_read_driver_state);

/*
 * Never creates the state: where the toolstack has removed the device, a new
 * one would stay for ever.
 */
int xenbus_switch_state(struct xenbus_device *dev, xenbus_state state)
{
	struct xenbus_transaction t;
	int err;

	if (state == dev->state)
		return 0;
	do {
		err = xenbus_transaction_start(&t);
		if (err)
			break;
		if (!xenbus_exists(t, dev->nodename, "state")) {
			xenbus_transaction_end(t, 1);
			break;
		}
		err = xenbus_printf(t, dev->nodename, "state", "%u", state);
		if (err) {
			xenbus_transaction_end(t, 1);
			break;
		}
		err = xenbus_transaction_end(t, 0);
	} while (err == -EAGAIN);
	if (err) {
		if (state != XenbusStateClosing)
			xenbus_dev_fatal(dev, err, "writing state %s",
					 xenbus_strstate(state));
		return err;
	}
	dev->state = state;
	return 0;
}
EXPORT_SYMBOL(xenbus_switch_state);

int xenbus_frontend_closed(struct xenbus_device *dev)
{
	return xenbus_switch_state(dev, XenbusStateClosed);
}
EXPORT_SYMBOL(xenbus_frontend_closed);

/* In the store under error/, where toolstacks look for it */
static void report(struct xenbus_device *dev, int err, const char *fmt,
		   va_list args)
{
	char text[160], dir[64];
	int len = snprintf(text, sizeof(text), "%d ", -err);

	vsnprintf(text + len, sizeof(text) - len, fmt, args);
	printk(KERN_ERR "%s: error %s\n", dev->nodename, text);
	if (snprintf(dir, sizeof(dir), "error/%s", dev->nodename) <
	    sizeof(dir))
		xenbus_write(XBT_NIL, dir, "error", text);
}

void xenbus_dev_error(struct xenbus_device *dev, int err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report(dev, err, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(xenbus_dev_error);

void xenbus_dev_fatal(struct xenbus_device *dev, int err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report(dev, err, fmt, args);
	va_end(args);
	xenbus_switch_state(dev, XenbusStateClosing);
}
EXPORT_SYMBOL(xenbus_dev_fatal);

int xenbus_setup_ring(struct xenbus_device *dev, void **page, grant_ref_t *ref)
{
	int err;

	*ref = INVALID_GRANT_REF;
	*page = (void *)get_zeroed_page(GFP_NOIO | __GFP_HIGH);
	if (!*page)
		return -ENOMEM;
	err = gnttab_grant_foreign_access(dev->otherend_id,
					  virt_to_mfn(*page), 0);
	if (err < 0) {
		free_page((unsigned long)*page);
		*page = NULL;
		return err;
	}
	*ref = err;
	return 0;
}
EXPORT_SYMBOL(xenbus_setup_ring);

/* The page stays until the other side leaves it. */
void xenbus_teardown_ring(void **page, grant_ref_t *ref)
{
	if (*ref != INVALID_GRANT_REF)
		gnttab_end_foreign_access(*ref, virt_to_page(*page));
	*ref = INVALID_GRANT_REF;
	*page = NULL;
}
EXPORT_SYMBOL(xenbus_teardown_ring);

int xenbus_alloc_evtchn(struct xenbus_device *dev, unsigned int *port)
{
	struct evtchn_alloc_unbound alloc = {
		.dom = DOMID_SELF,
		.remote_dom = dev->otherend_id,
	};
	int err = HYPERVISOR_event_channel_op(EVTCHNOP_alloc_unbound, &alloc);

	if (!err)
		*port = alloc.port;
	return err;
}
EXPORT_SYMBOL(xenbus_alloc_evtchn);

/* One that no interrupt was bound to */
void xenbus_free_evtchn(unsigned int port)
{
	struct evtchn_close close = { .port = port };

	HYPERVISOR_event_channel_op(EVTCHNOP_close, &close);
}
EXPORT_SYMBOL(xenbus_free_evtchn);

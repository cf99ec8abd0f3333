/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xenbus: the devices that other domains serve, and the store by which both
 * sides find each other. See drivers/xen/xenbus.
 */
#ifndef _XEN_XENBUS_H
#define _XEN_XENBUS_H

#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/types.h>
#include <xen/grant_table.h>
#include <xen/interface/xen.h>

/* Is there a store? The initial domain starts without one. */
extern int xenbus_available(void);

/*
 * The store. Paths are relative to the domain's own directory unless they
 * begin with a slash; node may be "". All of it sleeps.
 */
struct xenbus_transaction {
	u32 id;
};

/* No transaction */
#define XBT_NIL ((struct xenbus_transaction) { 0 })

/* The names below a node, freed by one kfree(), or an error */
extern char **xenbus_directory(struct xenbus_transaction t, const char *dir,
			       const char *node, unsigned int *num);
extern int xenbus_exists(struct xenbus_transaction t, const char *dir,
			 const char *node);
/* The value, with a 0 behind it, to be freed by kfree(), or an error */
extern void *xenbus_read(struct xenbus_transaction t, const char *dir,
			 const char *node, unsigned int *len);
extern int xenbus_write(struct xenbus_transaction t, const char *dir,
			const char *node, const char *string);
extern int xenbus_mkdir(struct xenbus_transaction t, const char *dir,
			const char *node);
extern int xenbus_rm(struct xenbus_transaction t, const char *dir,
		     const char *node);
/* The number of values read, or an error; none at all is -ERANGE. */
extern int xenbus_scanf(struct xenbus_transaction t, const char *dir,
			const char *node, const char *fmt, ...)
	__attribute__((format(scanf, 4, 5)));
extern int xenbus_printf(struct xenbus_transaction t, const char *dir,
			 const char *node, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
extern unsigned int xenbus_read_unsigned(const char *dir, const char *node,
					 unsigned int otherwise);

extern int xenbus_transaction_start(struct xenbus_transaction *t);
/* -EAGAIN: somebody else was faster; all of it is to be done again. */
extern int xenbus_transaction_end(struct xenbus_transaction t, int abort);

/*
 * A watch: callback is called by xenwatch, a thread, when node or something
 * below it may have changed, and once at the beginning. Changes that come
 * before it ran are one; path is the one that changed, or node when several
 * did. After unregister_xenbus_watch() it is not called any more.
 */
struct xenbus_watch {
	const char *node;
	void (*callback)(struct xenbus_watch *watch, const char *path);

	/* xenbus_xs.c has these. */
	struct list_head list;
	struct list_head pending;
	char *path;
};

extern int register_xenbus_watch(struct xenbus_watch *watch);
extern void unregister_xenbus_watch(struct xenbus_watch *watch);

/*
 * Around a suspend, called by xenwatch: no request is under way between
 * xs_suspend() and one of the others; xs_resume() is for a restored domain,
 * and its devices come next.
 */
extern void xs_suspend(void);
extern void xs_suspend_cancel(void);
extern void xs_resume(void);
extern void xenbus_resume_devices(void);

/* Devices */
typedef unsigned int xenbus_state;

struct xenbus_device {
	const char *devicetype;
	const char *nodename;
	const char *otherend;		/* the other side's directory */
	domid_t otherend_id;
	xenbus_state state;		/* as this side has it in the store */
	struct xenbus_watch otherend_watch;
	struct device dev;
};

static inline struct xenbus_device *to_xenbus_device(struct device *dev)
{
	return container_of(dev, struct xenbus_device, dev);
}

/* The types of devices that a driver is for; an empty name ends them. */
struct xenbus_device_id {
	char devicetype[32];
};

struct xenbus_driver {
	const char *name;
	struct module *owner;
	const struct xenbus_device_id *ids;
	int (*probe)(struct xenbus_device *dev,
		     const struct xenbus_device_id *id);
	/* The other side's state, whenever it changes: called by xenwatch */
	void (*otherend_changed)(struct xenbus_device *dev,
				 xenbus_state state);
	/* The device is gone: nothing that the driver has outlives it. */
	void (*remove)(struct xenbus_device *dev);
	/*
	 * The domain was restored. The other side is another one, and waits;
	 * rings, grants and the event channel are not there any more.
	 */
	int (*resume)(struct xenbus_device *dev);
	/* Is it usable, or never will be? The start waits for that. */
	int (*is_ready)(struct xenbus_device *dev);
	struct device_driver driver;
};

static inline struct xenbus_driver *to_xenbus_driver(struct device_driver *drv)
{
	return container_of(drv, struct xenbus_driver, driver);
}

extern int xenbus_register_frontend(struct xenbus_driver *drv);
extern void xenbus_unregister_driver(struct xenbus_driver *drv);

/* What drivers do */
extern int xenbus_switch_state(struct xenbus_device *dev, xenbus_state state);
extern int xenbus_frontend_closed(struct xenbus_device *dev);
extern xenbus_state xenbus_read_driver_state(const char *path);
extern const char *xenbus_strstate(xenbus_state state);

/* To the log and into the store; fatal closes the device too. */
extern void xenbus_dev_error(struct xenbus_device *dev, int err,
			     const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
extern void xenbus_dev_fatal(struct xenbus_device *dev, int err,
			     const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* A zeroed page, granted to the other side, and back */
extern int xenbus_setup_ring(struct xenbus_device *dev, void **page,
			     grant_ref_t *ref);
extern void xenbus_teardown_ring(void **page, grant_ref_t *ref);

extern int xenbus_alloc_evtchn(struct xenbus_device *dev, unsigned int *port);
extern void xenbus_free_evtchn(unsigned int port);

#endif

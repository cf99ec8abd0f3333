/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The bus of devices that other domains serve.
 *
 * The toolstack writes a directory device/TYPE/ID for each device into the
 * store. backend and backend-id in it say who serves it, and state is ours. A
 * watch of device/ finds those that are there at the start, come and go: all
 * of that is done by xenwatch, one at a time. A device exists here as long as
 * its state exists there, and the driver core pairs it with a driver, in
 * whichever order they come. From before a driver's probe until after its
 * remove, a watch of the other side's state calls otherend_changed().
 *
 * Nothing here waits for the other side, and no driver's callback may: it
 * would hold up all devices. Only the start of the system waits, before the
 * root is mounted, for devices with a driver, and not for ever.
 *
 * The store's names become names of devices: what does not look like one is
 * left out.
 */
#include <linux/ctype.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <xen/xenbus.h>

#include "xenbus_comms.h"

#define ROOT		"device"

/* For devices to become usable at the start */
#define READY_SECONDS	30

static int xenbus_found;	/* There is a store. */
static int xenbus_scanned;	/* The devices of the start are known. */

int xenbus_available(void)
{
	return xenbus_found;
}
EXPORT_SYMBOL(xenbus_available);

static const struct xenbus_device_id *match_id(struct xenbus_device *dev,
					       struct xenbus_driver *drv)
{
	const struct xenbus_device_id *id;

	for (id = drv->ids; *id->devicetype; id++)
		if (!strcmp(id->devicetype, dev->devicetype))
			return id;
	return NULL;
}

static int xenbus_match(struct device *dev, struct device_driver *drv)
{
	return match_id(to_xenbus_device(dev), to_xenbus_driver(drv)) != NULL;
}

/* For those who load drivers: the alias of a module is xen:TYPE. */
static int xenbus_uevent(struct device *dev, char **envp, int num_envp,
			 char *buffer, int buffer_size)
{
	struct xenbus_device *xdev = to_xenbus_device(dev);
	int len = 0, i = 0;

	if (add_uevent_var(envp, num_envp, &i, buffer, buffer_size, &len,
			   "MODALIAS=xen:%s", xdev->devicetype) ||
	    add_uevent_var(envp, num_envp, &i, buffer, buffer_size, &len,
			   "XENBUS_PATH=%s", xdev->nodename))
		return -ENOMEM;
	envp[i] = NULL;
	return 0;
}

static void otherend_changed(struct xenbus_watch *watch, const char *path)
{
	struct xenbus_device *dev =
		container_of(watch, struct xenbus_device, otherend_watch);
	struct xenbus_driver *drv = to_xenbus_driver(dev->dev.driver);

	drv->otherend_changed(dev, xenbus_read_driver_state(dev->otherend));
}

/* Who serves the device, as the toolstack says */
static int read_otherend(struct xenbus_device *dev)
{
	unsigned int id;
	char *path;

	if (xenbus_scanf(XBT_NIL, dev->nodename, "backend-id", "%u", &id) != 1
	    || id >= DOMID_FIRST_RESERVED)
		return -EINVAL;
	path = xenbus_read(XBT_NIL, dev->nodename, "backend", NULL);
	if (IS_ERR(path))
		return PTR_ERR(path);
	if (!*path || !xenbus_exists(XBT_NIL, path, "")) {
		kfree(path);
		return -ENOENT;
	}
	dev->otherend = path;
	dev->otherend_id = id;
	return 0;
}

static int watch_otherend(struct xenbus_device *dev)
{
	unsigned int len = strlen(dev->otherend) + sizeof("/state");
	char *node = kmalloc(len, GFP_KERNEL);
	int err;

	if (!node)
		return -ENOMEM;
	snprintf(node, len, "%s/state", dev->otherend);
	dev->otherend_watch.node = node;
	dev->otherend_watch.callback = otherend_changed;
	err = register_xenbus_watch(&dev->otherend_watch);
	if (err) {
		dev->otherend_watch.node = NULL;
		kfree(node);
	}
	return err;
}

static void unwatch_otherend(struct xenbus_device *dev)
{
	struct xenbus_watch *watch = &dev->otherend_watch;

	if (!watch->node)
		return;
	unregister_xenbus_watch(watch);
	kfree(watch->node);
	watch->node = NULL;
}

static void forget_otherend(struct xenbus_device *dev)
{
	unwatch_otherend(dev);
	kfree(dev->otherend);
	dev->otherend = NULL;
}

/* The watch comes last: its callback finds what probe has set up. */
static int xenbus_dev_probe(struct device *device)
{
	struct xenbus_device *dev = to_xenbus_device(device);
	struct xenbus_driver *drv = to_xenbus_driver(device->driver);
	int err = read_otherend(dev);

	if (err) {
		xenbus_dev_error(dev, err, "nobody serves it");
		return err;
	}
	dev->state = xenbus_read_driver_state(dev->nodename);
	err = drv->probe(dev, match_id(dev, drv));
	if (!err) {
		err = watch_otherend(dev);
		if (err)
			drv->remove(dev);
	}
	if (err) {
		xenbus_dev_error(dev, err, "%s refused it", drv->name);
		xenbus_switch_state(dev, XenbusStateClosed);
		forget_otherend(dev);
	}
	return err;
}

static int xenbus_dev_remove(struct device *device)
{
	struct xenbus_device *dev = to_xenbus_device(device);

	unwatch_otherend(dev);
	to_xenbus_driver(device->driver)->remove(dev);
	xenbus_switch_state(dev, XenbusStateClosed);
	forget_otherend(dev);
	return 0;
}

/* The same device with another back end: it starts from the beginning. */
static int resume_otherend(struct xenbus_device *dev)
{
	struct xenbus_driver *drv = to_xenbus_driver(dev->dev.driver);
	int err;

	forget_otherend(dev);
	err = read_otherend(dev);
	if (err)
		return err;
	dev->state = xenbus_read_driver_state(dev->nodename);
	err = drv->resume(dev);
	return err ? err : watch_otherend(dev);
}

/*
 * The semaphore keeps probe and remove away. One that is not there any more
 * is found by the watch of all devices.
 */
static int resume_device(struct device *device, void *unused)
{
	struct xenbus_device *dev = to_xenbus_device(device);
	int err = 0;

	down(&device->sem);
	if (device->driver)
		err = resume_otherend(dev);
	up(&device->sem);
	if (err && err != -ENOENT)
		xenbus_dev_error(dev, err, "resuming");
	return 0;
}

static ssize_t show_nodename(struct device *dev,
			     struct device_attribute *attr, char *buf)
{
	return sprintf(buf, "%s\n", to_xenbus_device(dev)->nodename);
}

static ssize_t show_devtype(struct device *dev,
			    struct device_attribute *attr, char *buf)
{
	return sprintf(buf, "%s\n", to_xenbus_device(dev)->devicetype);
}

static struct device_attribute device_attributes[] = {
	__ATTR(nodename, 0444, show_nodename, NULL),
	__ATTR(devtype, 0444, show_devtype, NULL),
	__ATTR_NULL
};

static struct bus_type xenbus_bus = {
	.name		= "xen",
	.dev_attrs	= device_attributes,
	.match		= xenbus_match,
	.uevent		= xenbus_uevent,
	.probe		= xenbus_dev_probe,
	.remove		= xenbus_dev_remove,
};

/* The devices' parent: /sys/devices/xen */
static struct device xenbus_root = {
	.bus_id	= "xen",
};

int xenbus_register_frontend(struct xenbus_driver *drv)
{
	drv->driver.name = drv->name;
	drv->driver.bus = &xenbus_bus;
	drv->driver.owner = drv->owner;
	return xenbus_found ? driver_register(&drv->driver) : -ENODEV;
}
EXPORT_SYMBOL(xenbus_register_frontend);

void xenbus_unregister_driver(struct xenbus_driver *drv)
{
	driver_unregister(&drv->driver);
}
EXPORT_SYMBOL(xenbus_unregister_driver);

static void release_device(struct device *device)
{
	struct xenbus_device *dev = to_xenbus_device(device);

	kfree(dev->nodename);
	kfree(dev->devicetype);
	kfree(dev);
}

void xenbus_resume_devices(void)
{
	bus_for_each_dev(&xenbus_bus, NULL, NULL, resume_device);
}

static void add_device(const char *type, const char *id, const char *node)
{
	struct xenbus_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (!dev)
		return;
	dev->devicetype = kstrdup(type, GFP_KERNEL);
	dev->nodename = kstrdup(node, GFP_KERNEL);
	dev->dev.parent = &xenbus_root;
	dev->dev.bus = &xenbus_bus;
	dev->dev.release = release_device;
	if (!dev->devicetype || !dev->nodename ||
	    snprintf(dev->dev.bus_id, BUS_ID_SIZE, "%s-%s", type, id) >=
	    BUS_ID_SIZE) {
		release_device(&dev->dev);
		return;
	}
	if (device_register(&dev->dev))
		put_device(&dev->dev);
}

static int has_nodename(struct device *dev, void *node)
{
	return !strcmp(to_xenbus_device(dev)->nodename, node);
}

/* With a reference */
static struct xenbus_device *find_device(const char *node)
{
	struct device *dev = bus_find_device(&xenbus_bus, NULL, (void *)node,
					     has_nodename);

	return dev ? to_xenbus_device(dev) : NULL;
}

/* What can be a name in /sys */
static int is_name(const char *s)
{
	const char *p;

	for (p = s; *p; p++)
		if (!isalnum(*p) && *p != '_' && *p != '-' && *p != ':')
			return 0;
	return p != s;
}

/* It is gone, or gone and another one of the same name is there. */
static int is_over(struct xenbus_device *dev, xenbus_state state)
{
	return state == XenbusStateUnknown ||
		(state == XenbusStateInitialising &&
		 dev->state == XenbusStateClosed);
}

/* The device device/TYPE/ID came, or went, or something else happened to it. */
static void device_changed(const char *type, const char *id)
{
	char node[64];
	struct xenbus_device *dev;
	xenbus_state state;

	if (!is_name(type) || !is_name(id) ||
	    snprintf(node, sizeof(node), ROOT "/%s/%s", type, id) >=
	    sizeof(node)) {
		printk(KERN_WARNING "xenbus: \"%.32s/%.32s\" cannot be a "
		       "device\n", type, id);
		return;
	}
	state = xenbus_read_driver_state(node);
	dev = find_device(node);
	if (dev && is_over(dev, state))
		device_unregister(&dev->dev);
	if (state != XenbusStateUnknown && (!dev || is_over(dev, state)))
		add_device(type, id, node);
	if (dev)
		put_device(&dev->dev);
}

static void scan_type(const char *type)
{
	unsigned int count, i;
	char **ids = xenbus_directory(XBT_NIL, ROOT, type, &count);

	if (IS_ERR(ids))
		return;
	for (i = 0; i < count; i++)
		device_changed(type, ids[i]);
	kfree(ids);
}

static int is_gone(struct device *dev, void *unused)
{
	struct xenbus_device *xdev = to_xenbus_device(dev);

	return is_over(xdev, xenbus_read_driver_state(xdev->nodename));
}

static void remove_gone(void)
{
	struct device *dev;

	while ((dev = bus_find_device(&xenbus_bus, NULL, NULL, is_gone))) {
		device_unregister(dev);
		put_device(dev);
	}
}

static void scan_all(void)
{
	unsigned int count, i;
	char **types = xenbus_directory(XBT_NIL, ROOT, "", &count);

	remove_gone();
	if (IS_ERR(types))
		return;
	for (i = 0; i < count; i++)
		scan_type(types[i]);
	kfree(types);
}

/* device/TYPE/ID and what is below names one device; less, all of them. */
static void frontend_changed(struct xenbus_watch *watch, const char *path)
{
	char *copy = kstrdup(path, GFP_KERNEL), *rest = copy, *type, *id;

	strsep(&rest, "/");
	type = strsep(&rest, "/");
	id = strsep(&rest, "/");
	if (id)
		device_changed(type, id);
	else
		scan_all();
	kfree(copy);
	xenbus_scanned = 1;
}

static struct xenbus_watch frontend_watch = {
	.node		= ROOT,
	.callback	= frontend_changed,
};

/* The semaphore keeps probe and remove away. */
static int is_ready(struct device *device)
{
	struct xenbus_driver *drv;
	int ready = 1;

	down(&device->sem);
	if (device->driver) {
		drv = to_xenbus_driver(device->driver);
		ready = !drv->is_ready ||
			drv->is_ready(to_xenbus_device(device));
	}
	up(&device->sem);
	return ready;
}

static int not_ready(struct device *device, void *report)
{
	struct xenbus_device *dev = to_xenbus_device(device);

	if (is_ready(device))
		return 0;
	if (report)
		printk(KERN_WARNING "xenbus: %s is not ready: state %s\n",
		       dev->nodename, xenbus_strstate(dev->state));
	return !report;
}

static int find_not_ready(int report)
{
	struct device *dev;

	if (!xenbus_scanned)
		return 1;
	dev = bus_find_device(&xenbus_bus, NULL, report ? &report : NULL,
			      not_ready);
	if (dev)
		put_device(dev);
	return dev != NULL;
}

/* The root may be on one of them. */
static int __init wait_for_devices(void)
{
	unsigned long end = jiffies + READY_SECONDS * HZ;

	if (!xenbus_found)
		return 0;
	while (find_not_ready(0) && time_before(jiffies, end))
		msleep(10);
	find_not_ready(1);
	return 0;
}
late_initcall(wait_for_devices);

/* Before the drivers: their devices may come while they register. */
static int __init xenbus_init(void)
{
	int err = xb_init_comms();

	if (err == -ENODEV)
		return 0;
	if (!err)
		err = xs_init();
	if (!err)
		err = bus_register(&xenbus_bus);
	if (!err)
		err = device_register(&xenbus_root);
	if (!err)
		err = register_xenbus_watch(&frontend_watch);
	if (err)
		printk(KERN_ERR "xenbus: no devices: error %d\n", err);
	else
		xenbus_found = 1;
	return err;
}
subsys_initcall(xenbus_init);

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the toolstack asks of the domain, in control/ of the store: to end
 * (shutdown), or to act on a key (sysrq). xenwatch sees the request and takes
 * it out, in one transaction, so that each is done once. Shutting down is left
 * to the system's own program, in a thread of its own; where there is none, or
 * the system does not run yet, the kernel does it. Suspending the domain
 * is xenwatch's own work: see suspend.c.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kmod.h>
#include <linux/kthread.h>
#include <linux/reboot.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysrq.h>

#include <xen/compat.h>
#include <xen/xen-ops.h>
#include <xen/xenbus.h>

#define CONTROL	"control"

struct shutdown_handler {
	const char *command;
	char *program;
	void (*otherwise)(void);	/* without a program, at once */
};

static void restart(void)
{
	kernel_restart(NULL);
}

static struct shutdown_handler shutdown_handlers[] = {
	{ "poweroff",	"/sbin/poweroff",	kernel_power_off },
	{ "halt",	"/sbin/poweroff",	kernel_power_off },
	{ "reboot",	"/sbin/reboot",		restart },
	{ "suspend",	NULL,			do_suspend },
};

static int shutdown_thread(void *data)
{
	struct shutdown_handler *handler = data;
	static char *envp[] = {
		"HOME=/", "TERM=linux",
		"PATH=/sbin:/usr/sbin:/bin:/usr/bin", NULL
	};
	char *argv[] = { handler->program, NULL };
	int err = -EAGAIN;

	if (system_state == SYSTEM_RUNNING)
		err = call_usermodehelper(handler->program, argv, envp, 1);
	if (err) {
		printk(KERN_WARNING "xen: %s: %s: error %d; ending without "
		       "it\n", handler->command, handler->program, err);
		handler->otherwise();
	}
	return 0;
}

/*
 * A request, which is taken out of the store: to be freed. NULL: there is
 * none, or it cannot be taken.
 */
static char *take_request(const char *node)
{
	struct xenbus_transaction t;
	char *request;
	int err;

	do {
		if (xenbus_transaction_start(&t))
			return NULL;
		request = xenbus_read(t, CONTROL, node, NULL);
		err = IS_ERR(request) ? PTR_ERR(request) :
			*request ? xenbus_write(t, CONTROL, node, "") : -ENOENT;
		if (err) {
			xenbus_transaction_end(t, 1);
			if (err != -ENOENT)
				printk(KERN_WARNING "xen: " CONTROL "/%s: "
				       "error %d\n", node, err);
		} else
			err = xenbus_transaction_end(t, 0);
		if (err && !IS_ERR(request))
			kfree(request);
	} while (err == -EAGAIN);
	return err ? NULL : request;
}

static void do_request(struct shutdown_handler *handler)
{
	if (!handler->program ||
	    IS_ERR(kthread_run(shutdown_thread, handler, "shutdown")))
		handler->otherwise();
}

static void shutdown_changed(struct xenbus_watch *watch, const char *path)
{
	char *request = take_request("shutdown");
	unsigned int i;

	if (!request)
		return;
	for (i = 0; i < ARRAY_SIZE(shutdown_handlers); i++)
		if (!strcmp(request, shutdown_handlers[i].command))
			break;
	if (i == ARRAY_SIZE(shutdown_handlers))
		printk(KERN_WARNING "xen: the toolstack asks for \"%.32s\", "
		       "which is not known\n", request);
	else
		do_request(&shutdown_handlers[i]);
	kfree(request);
}

static struct xenbus_watch shutdown_watch = {
	.node		= CONTROL "/shutdown",
	.callback	= shutdown_changed,
};

#ifdef CONFIG_MAGIC_SYSRQ
static void sysrq_changed(struct xenbus_watch *watch, const char *path)
{
	char *request = take_request("sysrq");

	if (!request)
		return;
	xen_handle_sysrq(*request);
	kfree(request);
}

static struct xenbus_watch sysrq_watch = {
	.node		= CONTROL "/sysrq",
	.callback	= sysrq_changed,
};

static int __init watch_sysrq(void)
{
	return register_xenbus_watch(&sysrq_watch);
}
#else
static int __init watch_sysrq(void)
{
	return 0;
}
#endif

/* Toolstacks look for these before they ask. */
static void __init write_features(void)
{
	unsigned int i;
	char node[32];

	for (i = 0; i < ARRAY_SIZE(shutdown_handlers); i++) {
		snprintf(node, sizeof(node), "feature-%s",
			 shutdown_handlers[i].command);
		xenbus_write(XBT_NIL, CONTROL, node, "1");
	}
}

static int __init setup_shutdown_event(void)
{
	int err;

	if (!xenbus_available())
		return 0;
	err = register_xenbus_watch(&shutdown_watch);
	if (!err)
		err = watch_sysrq();
	if (err)
		printk(KERN_ERR "xen: no requests of the toolstack: error "
		       "%d\n", err);
	else
		write_features();
	return err;
}
late_initcall(setup_shutdown_event);

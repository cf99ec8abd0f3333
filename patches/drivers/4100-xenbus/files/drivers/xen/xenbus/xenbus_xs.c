/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Requests to the store, transactions and watches.
 *
 * A request is a header and a body. Its number (req_id) comes back in the
 * answer, so that several may be under way: each waits in xs_requests, under
 * xs_requests_lock, for the thread that reads. xs_write_mutex keeps the bytes
 * of one request together.
 *
 * Two threads: xenbus reads all that the store sends, and hands out answers;
 * xenwatch calls the watches back, one after the other, which may make
 * requests of their own. A watch is known by its token, its address as text,
 * which is looked for in the list and never followed. What the store says
 * about a watch whose callback has not run yet is merged: one event waits for
 * each watch, however often somebody else writes there (XSA-349). The list of
 * watches and what waits are under watches_lock.
 *
 * Before the domain is suspended, requests, transactions and changes of the
 * list of watches under way come to their end (xs_users), and new ones wait
 * until there is a connection again, on which the watches are registered
 * again. A transaction counts once, from its start to its end.
 *
 * The store answers what it likes. A body may have 4096 bytes and an answer
 * must be of the request's type; a header that breaks this ends the
 * connection, and every request fails from then on.
 */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uio.h>
#include <linux/wait.h>

#include <xen/compat.h>
#include <xen/xenbus.h>

#include "xenbus_comms.h"

/* Parts of a request's body: path, value */
#define MAX_PARTS	3

struct xs_request {
	struct list_head list;
	struct completion answered;
	u32 id;
	int err;
	u32 type;
	char *body;		/* the answer's, with a 0 behind it */
	unsigned int len;
};

static DEFINE_MUTEX(xs_write_mutex);
static DEFINE_SPINLOCK(xs_requests_lock);
static LIST_HEAD(xs_requests);
static u32 xs_last_id;
static int xs_error;		/* why there is no connection any more */

static DEFINE_SPINLOCK(xs_users_lock);
static unsigned int xs_users;
static int xs_suspended;
static DECLARE_WAIT_QUEUE_HEAD(xs_users_waitq);

static DEFINE_SPINLOCK(watches_lock);
static LIST_HEAD(watches);
static LIST_HEAD(pending_watches);
static struct xenbus_watch *running_watch;
static struct task_struct *xenwatch;
static DECLARE_WAIT_QUEUE_HEAD(watches_waitq);

/* The errors that the store has names for */
static int error_number(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} errors[] = {
		{ "EINVAL", EINVAL },	{ "EACCES", EACCES },
		{ "EEXIST", EEXIST },	{ "EISDIR", EISDIR },
		{ "ENOENT", ENOENT },	{ "ENOMEM", ENOMEM },
		{ "ENOSPC", ENOSPC },	{ "EIO", EIO },
		{ "ENOTEMPTY", ENOTEMPTY }, { "ENOSYS", ENOSYS },
		{ "EROFS", EROFS },	{ "EBUSY", EBUSY },
		{ "EAGAIN", EAGAIN },	{ "EISCONN", EISCONN },
		{ "E2BIG", E2BIG },	{ "EPERM", EPERM },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(errors); i++)
		if (!strcmp(name, errors[i].name))
			return -errors[i].number;
	printk(KERN_WARNING "xenbus: unknown error \"%.32s\"\n", name);
	return -EINVAL;
}

static int try_enter(void)
{
	int entered;

	spin_lock(&xs_users_lock);
	entered = !xs_suspended;
	if (entered)
		xs_users++;
	spin_unlock(&xs_users_lock);
	return entered;
}

static void xs_enter(void)
{
	wait_event(xs_users_waitq, try_enter());
}

static void xs_leave(void)
{
	spin_lock(&xs_users_lock);
	xs_users--;
	spin_unlock(&xs_users_lock);
	wake_up(&xs_users_waitq);
}

static int xs_begin(struct xs_request *request)
{
	int err;

	init_completion(&request->answered);
	request->body = NULL;
	request->err = 0;
	spin_lock(&xs_requests_lock);
	err = xs_error;
	request->id = ++xs_last_id;
	if (!err)
		list_add_tail(&request->list, &xs_requests);
	spin_unlock(&xs_requests_lock);
	return err;
}

/* The connection is of no use any more. */
static void xs_fail(int err)
{
	struct xs_request *request, *next;

	spin_lock(&xs_requests_lock);
	if (!xs_error)
		printk(KERN_ERR "xenbus: lost the store: error %d\n", err);
	xs_error = err;
	list_for_each_entry_safe(request, next, &xs_requests, list) {
		list_del(&request->list);
		request->err = err;
		complete(&request->answered);
	}
	spin_unlock(&xs_requests_lock);
}

static int xs_send(struct xsd_sockmsg *header, const struct iovec *parts,
		   unsigned int count)
{
	unsigned int i;
	int err;

	mutex_lock(&xs_write_mutex);
	err = xb_write(header, sizeof(*header));
	for (i = 0; !err && i < count; i++)
		err = xb_write(parts[i].iov_base, parts[i].iov_len);
	mutex_unlock(&xs_write_mutex);
	return err;
}

/* The answer's body, to be freed, or an error. The caller has entered. */
static char *xs_talk(struct xenbus_transaction t, u32 type,
		      const struct iovec *parts, unsigned int count,
		      unsigned int *len)
{
	struct xsd_sockmsg header = { .type = type, .tx_id = t.id };
	struct xs_request request;
	unsigned int i;
	int err;

	for (i = 0; i < count; i++)
		header.len += parts[i].iov_len;
	if (header.len > XENSTORE_PAYLOAD_MAX)
		return ERR_PTR(-E2BIG);

	err = xs_begin(&request);
	if (err)
		return ERR_PTR(err);
	header.req_id = request.id;
	err = xs_send(&header, parts, count);
	if (err)
		xs_fail(err);
	wait_for_completion(&request.answered);

	if (request.err)
		err = request.err;
	else if (request.type == XS_ERROR)
		err = error_number(request.body);
	else if (request.type != type) {
		printk(KERN_WARNING "xenbus: request of type %u was answered "
		       "by type %u\n", type, request.type);
		err = -EIO;
	}
	if (err) {
		kfree(request.body);
		return ERR_PTR(err);
	}
	if (len)
		*len = request.len;
	return request.body;
}

static char *xs_talkv(struct xenbus_transaction t, u32 type,
		      const struct iovec *parts, unsigned int count,
		      unsigned int *len)
{
	char *body;

	if (t.id)
		return xs_talk(t, type, parts, count, len);
	xs_enter();
	body = xs_talk(t, type, parts, count, len);
	xs_leave();
	return body;
}

static char *xs_single(struct xenbus_transaction t, u32 type,
		       const char *string, unsigned int *len)
{
	struct iovec part = {
		.iov_base = (void *)string,
		.iov_len = strlen(string) + 1,
	};

	return xs_talkv(t, type, &part, 1, len);
}

/* An answer without anything in it */
static int xs_done(char *body)
{
	if (IS_ERR(body))
		return PTR_ERR(body);
	kfree(body);
	return 0;
}

static char *join(const char *dir, const char *node)
{
	unsigned int len = strlen(dir) + strlen(node) + 2;
	char *path = kmalloc(len, GFP_KERNEL);

	if (!path)
		return ERR_PTR(-ENOMEM);
	snprintf(path, len, "%s%s%s", dir, *node ? "/" : "", node);
	return path;
}

static char *xs_path(struct xenbus_transaction t, u32 type, const char *dir,
		     const char *node, unsigned int *len)
{
	char *path = join(dir, node), *body;

	if (IS_ERR(path))
		return path;
	body = xs_single(t, type, path, len);
	kfree(path);
	return body;
}

void *xenbus_read(struct xenbus_transaction t, const char *dir,
		  const char *node, unsigned int *len)
{
	return xs_path(t, XS_READ, dir, node, len);
}
EXPORT_SYMBOL(xenbus_read);

int xenbus_mkdir(struct xenbus_transaction t, const char *dir,
		 const char *node)
{
	return xs_done(xs_path(t, XS_MKDIR, dir, node, NULL));
}
EXPORT_SYMBOL(xenbus_mkdir);

int xenbus_rm(struct xenbus_transaction t, const char *dir, const char *node)
{
	return xs_done(xs_path(t, XS_RM, dir, node, NULL));
}
EXPORT_SYMBOL(xenbus_rm);

int xenbus_exists(struct xenbus_transaction t, const char *dir,
		  const char *node)
{
	char *value = xenbus_read(t, dir, node, NULL);

	if (IS_ERR(value))
		return 0;
	kfree(value);
	return 1;
}
EXPORT_SYMBOL(xenbus_exists);

int xenbus_write(struct xenbus_transaction t, const char *dir,
		 const char *node, const char *string)
{
	char *path = join(dir, node);
	struct iovec parts[2];
	int err;

	if (IS_ERR(path))
		return PTR_ERR(path);
	parts[0].iov_base = path;
	parts[0].iov_len = strlen(path) + 1;
	parts[1].iov_base = (void *)string;
	parts[1].iov_len = strlen(string);
	err = xs_done(xs_talkv(t, XS_WRITE, parts, 2, NULL));
	kfree(path);
	return err;
}
EXPORT_SYMBOL(xenbus_write);

/* One block: the pointers, then the names. Each name ends with a 0. */
char **xenbus_directory(struct xenbus_transaction t, const char *dir,
			const char *node, unsigned int *num)
{
	unsigned int len, i, pos, count = 0;
	char *body = xs_path(t, XS_DIRECTORY, dir, node, &len);
	char **names, *text;

	if (IS_ERR(body))
		return ERR_PTR(PTR_ERR(body));
	for (pos = 0; pos < len; pos += strlen(body + pos) + 1)
		count++;
	names = kmalloc(count * sizeof(*names) + len + 1, GFP_KERNEL);
	if (!names) {
		kfree(body);
		return ERR_PTR(-ENOMEM);
	}
	text = (char *)(names + count);
	memcpy(text, body, len + 1);
	kfree(body);
	for (i = 0; i < count; i++, text += strlen(text) + 1)
		names[i] = text;
	*num = count;
	return names;
}
EXPORT_SYMBOL(xenbus_directory);

int xenbus_scanf(struct xenbus_transaction t, const char *dir,
		 const char *node, const char *fmt, ...)
{
	char *value = xenbus_read(t, dir, node, NULL);
	va_list args;
	int count;

	if (IS_ERR(value))
		return PTR_ERR(value);
	va_start(args, fmt);
	count = vsscanf(value, fmt, args);
	va_end(args);
	kfree(value);
	return count ? count : -ERANGE;
}
EXPORT_SYMBOL(xenbus_scanf);

unsigned int xenbus_read_unsigned(const char *dir, const char *node,
				  unsigned int otherwise)
{
	unsigned int value;

	return xenbus_scanf(XBT_NIL, dir, node, "%u", &value) == 1 ?
		value : otherwise;
}
EXPORT_SYMBOL(xenbus_read_unsigned);

int xenbus_printf(struct xenbus_transaction t, const char *dir,
		  const char *node, const char *fmt, ...)
{
	char value[128];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(value, sizeof(value), fmt, args);
	va_end(args);
	return len < sizeof(value) ? xenbus_write(t, dir, node, value) :
		-E2BIG;
}
EXPORT_SYMBOL(xenbus_printf);

int xenbus_transaction_start(struct xenbus_transaction *t)
{
	struct iovec nothing = { .iov_base = "", .iov_len = 1 };
	char *id;

	xs_enter();
	id = xs_talk(XBT_NIL, XS_TRANSACTION_START, &nothing, 1, NULL);
	if (IS_ERR(id)) {
		xs_leave();
		return PTR_ERR(id);
	}
	t->id = simple_strtoul(id, NULL, 0);
	kfree(id);
	return 0;
}
EXPORT_SYMBOL(xenbus_transaction_start);

int xenbus_transaction_end(struct xenbus_transaction t, int abort)
{
	int err = xs_done(xs_single(t, XS_TRANSACTION_END, abort ? "F" : "T",
				    NULL));

	xs_leave();
	return err;
}
EXPORT_SYMBOL(xenbus_transaction_end);

/* The caller has entered. */
static int xs_watch(u32 type, struct xenbus_watch *watch)
{
	char token[2 * sizeof(watch) + 1];
	struct iovec parts[2];

	sprintf(token, "%lx", (unsigned long)watch);
	parts[0].iov_base = (void *)watch->node;
	parts[0].iov_len = strlen(watch->node) + 1;
	parts[1].iov_base = token;
	parts[1].iov_len = strlen(token) + 1;
	return xs_done(xs_talk(XBT_NIL, type, parts, 2, NULL));
}

/* The lock is held. */
static struct xenbus_watch *find_watch(const char *token)
{
	unsigned long address = simple_strtoul(token, NULL, 16);
	struct xenbus_watch *watch;

	list_for_each_entry(watch, &watches, list)
		if ((unsigned long)watch == address)
			return watch;
	return NULL;
}

int register_xenbus_watch(struct xenbus_watch *watch)
{
	int err;

	INIT_LIST_HEAD(&watch->pending);
	watch->path = NULL;
	xs_enter();
	spin_lock(&watches_lock);
	list_add(&watch->list, &watches);
	spin_unlock(&watches_lock);
	err = xs_watch(XS_WATCH, watch);
	if (err) {
		spin_lock(&watches_lock);
		list_del(&watch->list);
		list_del_init(&watch->pending);
		spin_unlock(&watches_lock);
		kfree(watch->path);
	}
	xs_leave();
	return err;
}
EXPORT_SYMBOL(register_xenbus_watch);

static int is_running(struct xenbus_watch *watch)
{
	int running;

	spin_lock(&watches_lock);
	running = running_watch == watch;
	spin_unlock(&watches_lock);
	return running;
}

/* A callback may unregister watches, its own too. */
void unregister_xenbus_watch(struct xenbus_watch *watch)
{
	int err;

	xs_enter();
	err = xs_watch(XS_UNWATCH, watch);
	if (err)
		printk(KERN_WARNING "xenbus: the watch of %s stays: error %d\n",
		       watch->node, err);
	spin_lock(&watches_lock);
	list_del(&watch->list);
	list_del_init(&watch->pending);
	spin_unlock(&watches_lock);
	xs_leave();
	kfree(watch->path);
	watch->path = NULL;
	if (current != xenwatch)
		wait_event(watches_waitq, !is_running(watch));
}
EXPORT_SYMBOL(unregister_xenbus_watch);

/* An event's body: the path, then the token. Takes the body. */
static void watch_event(char *body, unsigned int len)
{
	unsigned int token = strlen(body) + 1;
	struct xenbus_watch *watch = NULL;

	spin_lock(&watches_lock);
	if (token < len)
		watch = find_watch(body + token);
	if (watch && list_empty(&watch->pending)) {
		watch->path = body;
		body = NULL;
		list_add_tail(&watch->pending, &pending_watches);
		wake_up(&watches_waitq);
	} else if (watch && watch->path && strcmp(watch->path, body)) {
		/* Several paths: then it is the whole node. */
		kfree(watch->path);
		watch->path = NULL;
	}
	spin_unlock(&watches_lock);
	kfree(body);
}

static void run_watch(void)
{
	struct xenbus_watch *watch;
	char *path;

	spin_lock(&watches_lock);
	if (list_empty(&pending_watches)) {
		spin_unlock(&watches_lock);
		return;
	}
	watch = list_entry(pending_watches.next, struct xenbus_watch, pending);
	list_del_init(&watch->pending);
	path = watch->path;
	watch->path = NULL;
	running_watch = watch;
	spin_unlock(&watches_lock);

	watch->callback(watch, path ? path : watch->node);
	kfree(path);

	spin_lock(&watches_lock);
	running_watch = NULL;
	spin_unlock(&watches_lock);
	wake_up(&watches_waitq);
}

static int xenwatch_thread(void *unused)
{
	for (;;) {
		wait_event_interruptible(watches_waitq,
					 !list_empty(&pending_watches));
		run_watch();
	}
	return 0;
}

/* Takes the body. */
static void answer(const struct xsd_sockmsg *header, char *body)
{
	struct xs_request *request;

	spin_lock(&xs_requests_lock);
	list_for_each_entry(request, &xs_requests, list) {
		if (request->id != header->req_id)
			continue;
		list_del(&request->list);
		request->type = header->type;
		request->body = body;
		request->len = header->len;
		body = NULL;
		complete(&request->answered);
		break;
	}
	spin_unlock(&xs_requests_lock);
	if (body)
		printk(KERN_WARNING "xenbus: an answer that nobody waits for: "
		       "request %u, type %u\n", header->req_id, header->type);
	kfree(body);
}

static int process_message(void)
{
	unsigned int connection = xb_connection();
	struct xsd_sockmsg header;
	char *body;
	int err = xb_read(&header, sizeof(header), connection);

	if (err)
		return err;
	if (header.len > XENSTORE_PAYLOAD_MAX) {
		printk(KERN_ERR "xenbus: a message of %u bytes\n", header.len);
		return -EIO;
	}
	body = kmalloc(header.len + 1, GFP_NOIO | __GFP_NOFAIL);
	err = xb_read(body, header.len, connection);
	if (err) {
		kfree(body);
		return err;
	}
	body[header.len] = 0;
	if (header.type == XS_WATCH_EVENT)
		watch_event(body, header.len);
	else
		answer(&header, body);
	return 0;
}

static int xenbus_thread(void *unused)
{
	int err;

	do
		err = process_message();
	while (!err || err == -ESTALE);
	xs_fail(err);
	return 0;
}

static int nobody_is_in(void)
{
	int nobody;

	spin_lock(&xs_users_lock);
	nobody = !xs_users;
	spin_unlock(&xs_users_lock);
	return nobody;
}

void xs_suspend(void)
{
	spin_lock(&xs_users_lock);
	xs_suspended = 1;
	spin_unlock(&xs_users_lock);
	wait_event(xs_users_waitq, nobody_is_in());
}

void xs_suspend_cancel(void)
{
	spin_lock(&xs_users_lock);
	xs_suspended = 0;
	spin_unlock(&xs_users_lock);
	wake_up_all(&xs_users_waitq);
}

/* Nobody else is in: the list of watches stays as it is. */
void xs_resume(void)
{
	struct xenbus_watch *watch;
	int err;

	xb_resume();
	list_for_each_entry(watch, &watches, list) {
		err = xs_watch(XS_WATCH, watch);
		if (err)
			printk(KERN_ERR "xenbus: no watch of %s any more: "
			       "error %d\n", watch->node, err);
	}
	xs_suspend_cancel();
}

int xs_init(void)
{
	struct task_struct *reader;

	xenwatch = kthread_run(xenwatch_thread, NULL, "xenwatch");
	if (IS_ERR(xenwatch))
		return PTR_ERR(xenwatch);
	reader = kthread_run(xenbus_thread, NULL, "xenbus");
	return IS_ERR(reader) ? PTR_ERR(reader) : 0;
}

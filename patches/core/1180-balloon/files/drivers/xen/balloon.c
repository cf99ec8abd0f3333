/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The balloon: memory that the domain gives back to Xen, and gets again.
 *
 * The toolstack writes into the store how much the domain is to have
 * (memory/target, in KiB). A thread goes there, in batches: it allocates
 * pages, gives their frames to Xen and keeps the pages in a list; or it asks
 * Xen for frames, puts them under pages of the list and frees these. When the
 * kernel has no page to spare or Xen no frame, it tries again a second later,
 * and whenever the target changes.
 *
 * The list and the counts are the thread's alone. The kernel never has more
 * memory than it started with, and gives none away that it needs: below a
 * floor it stays where it is, and its allocations neither take reserves nor
 * kill anybody.
 */
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/wait.h>

#include <asm/xen/hypervisor.h>
#include <asm/xen/page.h>
#include <xen/balloon.h>
#include <xen/xenbus.h>

#define BATCH		128

#define GFP_BALLOON	(GFP_HIGHUSER | __GFP_NOWARN | __GFP_NORETRY | \
			 __GFP_NOMEMALLOC)

static LIST_HEAD(ballooned_pages);
static unsigned long nr_ballooned, target_pages, floor_pages;
static DECLARE_WAIT_QUEUE_HEAD(balloon_waitq);
static int target_changed;

module_param_named(ballooned, nr_ballooned, ulong, 0444);
MODULE_PARM_DESC(ballooned, "Pages without a frame");
module_param_named(target, target_pages, ulong, 0444);
MODULE_PARM_DESC(target, "Pages to go to");

static xen_pfn_t frames[BATCH];

static unsigned long current_pages(void)
{
	return xen_max_pfn - nr_ballooned;
}

static long reservation(unsigned int op, unsigned long count)
{
	struct xen_memory_reservation r = {
		.nr_extents	= count,
		.extent_order	= 0,
		.domid		= DOMID_SELF,
	};

	set_xen_guest_handle(r.extent_start, frames);
	return HYPERVISOR_memory_op(op, &r);
}

/* Up to count pages; how many they were */
static unsigned long decrease_reservation(unsigned long count)
{
	unsigned long n;
	struct page *page;
	long done;

	for (n = 0; n < min_t(unsigned long, count, BATCH); n++) {
		page = alloc_page(GFP_BALLOON);
		if (!page)
			break;
		/* What was in it is nobody else's business. */
		clear_highpage(page);
		frames[n] = arch_balloon_unmap(page_to_pfn(page));
		list_add(&page->lru, &ballooned_pages);
	}
	if (!n)
		return 0;
	done = reservation(XENMEM_decrease_reservation, n);
	xen_check(done == n ? 0 : -1, "memory_op",
		  XENMEM_decrease_reservation, n, done);
	nr_ballooned += n;
	totalram_pages -= n;
	return n;
}

static unsigned long increase_reservation(unsigned long count)
{
	unsigned long n = 0;
	struct page *page;
	long done, i;

	list_for_each_entry(page, &ballooned_pages, lru) {
		if (n == min_t(unsigned long, count, BATCH))
			break;
		frames[n++] = page_to_pfn(page);
	}
	done = n ? reservation(XENMEM_populate_physmap, n) : 0;
	for (i = 0; i < done; i++) {
		page = list_entry(ballooned_pages.next, struct page, lru);
		list_del(&page->lru);
		arch_balloon_map(page_to_pfn(page), frames[i]);
		__free_page(page);
		nr_ballooned--;
		totalram_pages++;
	}
	return done > 0 ? done : 0;
}

/* One step towards the target; 0: there is none to be done, or it failed. */
static unsigned long balloon_step(void)
{
	unsigned long current_ = current_pages();
	unsigned long target = max(target_pages, floor_pages);

	if (target < current_)
		return decrease_reservation(current_ - target);
	if (target > current_)
		return increase_reservation(target - current_);
	return 0;
}

static int balloon_thread(void *unused)
{
	for (;;) {
		target_changed = 0;
		while (balloon_step())
			cond_resched();
		wait_event_interruptible_timeout(balloon_waitq, target_changed,
			current_pages() == max(target_pages, floor_pages) ?
			MAX_SCHEDULE_TIMEOUT : HZ);
	}
	return 0;
}

static void target_written(struct xenbus_watch *watch, const char *path)
{
	unsigned long long kib;

	if (xenbus_scanf(XBT_NIL, "memory", "target", "%llu", &kib) != 1)
		return;
	target_pages = min_t(unsigned long long, kib >> (PAGE_SHIFT - 10),
			     xen_max_pfn);
	target_changed = 1;
	wake_up(&balloon_waitq);
}

static struct xenbus_watch target_watch = {
	.node		= "memory/target",
	.callback	= target_written,
};

/* What is no page of anybody's, an eighth of the others, and 8 MiB */
static unsigned long __init find_floor(void)
{
	unsigned long reserved = xen_max_pfn - totalram_pages;

	return min(xen_max_pfn, reserved + totalram_pages / 8 +
		   (8UL << (20 - PAGE_SHIFT)));
}

static int __init balloon_init(void)
{
	struct task_struct *thread;

	if (!xenbus_available())
		return 0;
	target_pages = xen_max_pfn;
	floor_pages = find_floor();
	thread = kthread_run(balloon_thread, NULL, "balloon");
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	return register_xenbus_watch(&target_watch);
}
late_initcall(balloon_init);

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The grant table: which of our frames another domain may use, and how.
 *
 * A grant is an entry of a table that the kernel shares with Xen; its index,
 * the reference, is what the other domain gets to know. The kernel writes
 * domain and frame, then the flags that make the entry valid. While the other
 * domain has the frame mapped or copies it, Xen keeps GTF_reading and
 * GTF_writing set in the flags; a grant can be taken back only when neither
 * is, by one atomic operation. Xen may change the flags at any time, from
 * another processor.
 *
 * This file owns the references that are free: a chain through gnttab_list,
 * under gnttab_lock, which may be taken in interrupts. When they run out the
 * table grows by a frame, up to Xen's limit. An entry in use is its owner's
 * and needs no lock.
 *
 * The other domain decides when it leaves a frame, and may never do so. Such
 * a page must not be used for anything else: gnttab_end_foreign_access()
 * keeps it, and tries again every second.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>

#include <asm/system.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/sync_bitops.h>
#include <xen/grant_table.h>

/* Xen's toolstack grants store and console with the first ones. */
#define NR_RESERVED_ENTRIES	8

#define ENTRIES_PER_FRAME	(PAGE_SIZE / sizeof(struct grant_entry_v1))

static struct grant_entry_v1 *gnttab_shared;

static DEFINE_SPINLOCK(gnttab_lock);
static grant_ref_t *gnttab_list;	/* the next free reference */
static grant_ref_t free_head;
static unsigned int free_count;
static unsigned int nr_frames, max_frames;

/* To see whether any are lost: those of all frames that are not free */
static unsigned int used_count;
module_param_named(used, used_count, uint, 0444);
MODULE_PARM_DESC(used, "Grant references in use");

/* The lock is held; so is it where references are added to the chain. */
static void add_free(grant_ref_t ref)
{
	gnttab_list[ref] = free_head;
	free_head = ref;
	free_count++;
}

/* Frames first to first + count - 1 of the table, which Xen adds to it */
static int map_frames(unsigned int first, unsigned int count)
{
	static xen_pfn_t mfns[256];	/* under the lock */
	struct gnttab_setup_table setup = { .dom = DOMID_SELF };
	unsigned int i;
	int rc;

	setup.nr_frames = first + count;
	set_xen_guest_handle(setup.frame_list, mfns);
	rc = HYPERVISOR_grant_table_op(GNTTABOP_setup_table, &setup, 1);
	if (rc || setup.status != GNTST_okay)
		return -ENOSPC;
	for (i = first; i < first + count; i++)
		arch_gnttab_map_shared(gnttab_shared, i, mfns[i]);
	return 0;
}

/* The lock is held. */
static int grow(unsigned int count)
{
	unsigned int frames = (count + ENTRIES_PER_FRAME - 1) /
		ENTRIES_PER_FRAME;
	grant_ref_t ref;

	if (!gnttab_shared || nr_frames + frames > max_frames ||
	    map_frames(nr_frames, frames))
		return -ENOSPC;
	for (ref = (nr_frames + frames) * ENTRIES_PER_FRAME;
	     ref-- > nr_frames * ENTRIES_PER_FRAME;)
		if (ref >= NR_RESERVED_ENTRIES)
			add_free(ref);
	nr_frames += frames;
	return 0;
}

int gnttab_alloc_grant_references(unsigned int count, grant_ref_t *head)
{
	unsigned long flags;
	grant_ref_t last;
	unsigned int i;
	int err = 0;

	*head = INVALID_GRANT_REF;
	if (!count)
		return 0;
	spin_lock_irqsave(&gnttab_lock, flags);
	if (free_count < count)
		err = grow(count - free_count);
	if (!err) {
		*head = last = free_head;
		for (i = 1; i < count; i++)
			last = gnttab_list[last];
		free_head = gnttab_list[last];
		gnttab_list[last] = INVALID_GRANT_REF;
		free_count -= count;
		used_count += count;
	}
	spin_unlock_irqrestore(&gnttab_lock, flags);
	return err;
}
EXPORT_SYMBOL(gnttab_alloc_grant_references);

void gnttab_free_grant_references(grant_ref_t head)
{
	unsigned long flags;
	grant_ref_t next;

	spin_lock_irqsave(&gnttab_lock, flags);
	for (; head != INVALID_GRANT_REF; head = next) {
		next = gnttab_list[head];
		add_free(head);
		used_count--;
	}
	spin_unlock_irqrestore(&gnttab_lock, flags);
}
EXPORT_SYMBOL(gnttab_free_grant_references);

/* A chain is its owner's, who has a lock of his own. */
grant_ref_t gnttab_claim_grant_reference(grant_ref_t *head)
{
	grant_ref_t ref = *head;

	if (ref != INVALID_GRANT_REF)
		*head = gnttab_list[ref];
	return ref;
}
EXPORT_SYMBOL(gnttab_claim_grant_reference);

void gnttab_release_grant_reference(grant_ref_t *head, grant_ref_t ref)
{
	gnttab_list[ref] = *head;
	*head = ref;
}
EXPORT_SYMBOL(gnttab_release_grant_reference);

void gnttab_free_grant_reference(grant_ref_t ref)
{
	gnttab_list[ref] = INVALID_GRANT_REF;
	gnttab_free_grant_references(ref);
}
EXPORT_SYMBOL(gnttab_free_grant_reference);

void gnttab_grant_foreign_access_ref(grant_ref_t ref, domid_t domid,
				     unsigned long frame, int readonly)
{
	struct grant_entry_v1 *entry = &gnttab_shared[ref];

	entry->domid = domid;
	entry->frame = frame;
	wmb();
	*(volatile u16 *)&entry->flags = GTF_permit_access |
		(readonly ? GTF_readonly : 0);
}
EXPORT_SYMBOL(gnttab_grant_foreign_access_ref);

int gnttab_grant_foreign_access(domid_t domid, unsigned long frame,
				int readonly)
{
	grant_ref_t ref;
	int err = gnttab_alloc_grant_references(1, &ref);

	if (err)
		return err;
	gnttab_grant_foreign_access_ref(ref, domid, frame, readonly);
	return ref;
}
EXPORT_SYMBOL(gnttab_grant_foreign_access);

int gnttab_end_foreign_access_ref(grant_ref_t ref)
{
	volatile u16 *entry = &gnttab_shared[ref].flags;
	u16 flags = *entry, found;

	for (;;) {
		if (flags & (GTF_reading | GTF_writing))
			return 0;
		found = sync_cmpxchg16(entry, flags, 0);
		if (found == flags)
			return 1;
		flags = found;
	}
}
EXPORT_SYMBOL(gnttab_end_foreign_access_ref);

int gnttab_try_end_foreign_access(grant_ref_t ref)
{
	int ended = gnttab_end_foreign_access_ref(ref);

	if (ended)
		gnttab_free_grant_reference(ref);
	return ended;
}
EXPORT_SYMBOL(gnttab_try_end_foreign_access);

/* Grants that the other domain still uses */
struct deferred_entry {
	struct list_head list;
	grant_ref_t ref;
	struct page *page;
};

static DEFINE_SPINLOCK(deferred_lock);
static LIST_HEAD(deferred_list);
static struct timer_list deferred_timer;

static void put_granted(struct page *page)
{
	if (page)
		put_page(page);
}

static void end_deferred(unsigned long unused)
{
	struct deferred_entry *entry, *next;
	unsigned long flags;

	spin_lock_irqsave(&deferred_lock, flags);
	list_for_each_entry_safe(entry, next, &deferred_list, list) {
		if (!gnttab_try_end_foreign_access(entry->ref))
			continue;
		list_del(&entry->list);
		put_granted(entry->page);
		kfree(entry);
	}
	if (!list_empty(&deferred_list))
		mod_timer(&deferred_timer, jiffies + HZ);
	spin_unlock_irqrestore(&deferred_lock, flags);
}

void gnttab_end_foreign_access(grant_ref_t ref, struct page *page)
{
	struct deferred_entry *entry;
	unsigned long flags;

	if (gnttab_try_end_foreign_access(ref)) {
		put_granted(page);
		return;
	}
	entry = kmalloc(sizeof(*entry), GFP_ATOMIC);
	if (!entry) {
		printk(KERN_WARNING "xen: grant %u is still used by domain %u, "
		       "and lost\n", ref, gnttab_shared[ref].domid);
		return;
	}
	entry->ref = ref;
	entry->page = page;
	spin_lock_irqsave(&deferred_lock, flags);
	list_add_tail(&entry->list, &deferred_list);
	mod_timer(&deferred_timer, jiffies + HZ);
	spin_unlock_irqrestore(&deferred_lock, flags);
}
EXPORT_SYMBOL(gnttab_end_foreign_access);

void gnttab_suspend(void)
{
	unsigned int i;

	for (i = 0; i < nr_frames; i++)
		arch_gnttab_unmap_shared(gnttab_shared, i);
}

void gnttab_resume(void)
{
	if (nr_frames && map_frames(0, nr_frames))
		panic("xen: no grant table of %u frames any more", nr_frames);
}

static unsigned int __init query_max_frames(void)
{
	struct gnttab_query_size query = { .dom = DOMID_SELF };

	if (HYPERVISOR_grant_table_op(GNTTABOP_query_size, &query, 1) ||
	    query.status != GNTST_okay)
		return 4;	/* Xen before it could be asked */
	return min_t(unsigned int, query.max_nr_frames, 256);
}

static int __init gnttab_init(void)
{
	unsigned long flags;
	int err;

	init_timer(&deferred_timer);
	deferred_timer.function = end_deferred;

	max_frames = query_max_frames();
	gnttab_list = vmalloc(max_frames * ENTRIES_PER_FRAME *
			      sizeof(*gnttab_list));
	gnttab_shared = arch_gnttab_alloc_shared(max_frames);
	if (!gnttab_list || !gnttab_shared)
		goto none;
	spin_lock_irqsave(&gnttab_lock, flags);
	err = grow(1);
	spin_unlock_irqrestore(&gnttab_lock, flags);
	if (!err)
		return 0;
none:
	printk(KERN_ERR "xen: no grant table\n");
	gnttab_shared = NULL;
	return -ENOMEM;
}
core_initcall(gnttab_init);

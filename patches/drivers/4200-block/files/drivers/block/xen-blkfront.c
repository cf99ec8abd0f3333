/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Disks that another domain serves.
 *
 * A disk has a page with a ring: we write requests, the back end writes a
 * response for each over them, in any order. A request has an id, the number
 * of its place in shadow[], where what the request was is kept: of what the
 * back end writes only the id, the operation and the status are looked at,
 * each read once. The data's pages are granted to the back end for the time
 * of the request.
 *
 * The queue's lock guards ring, shadow[], the free ids and the chain of grant
 * references, and state as far as the queue looks at it. The back end and the
 * toolstack are heard of by xenwatch, one after the other; users come and go
 * by open() and release(), under blkfront_mutex, which also guards xbdev. The
 * queue and blkfront_info live until both the device and its last user are
 * gone.
 *
 * A response that cannot be (an id that is not under way, another operation,
 * more responses than requests), or a grant that the back end still uses
 * after its answer, is reported once, and the disk is broken from then on: it
 * fails every request. So does one whose back end has gone. What was under
 * way then fails too; pages that the back end has not left are not given back
 * before it does. Events without a response are left to the kernel's own
 * care for interrupts that nobody handles: a flood of them gets cut off.
 *
 * When the domain has been restored, the disk is suspended: it takes no
 * requests while ring, event channel and grants are set up for the back end of
 * the new domain. As soon as that is connected, what was under way is sent
 * again, in the order in which it was sent before, ahead of all that is new.
 * So a request may be done twice, which for reads and writes is the same.
 *
 * The partitions are read by a thread of the disk's own: xenwatch must not
 * wait for a back end.
 */
#include <linux/blkdev.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/genhd.h>
#include <linux/hdreg.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include <asm/scatterlist.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/page.h>
#include <xen/compat.h>
#include <xen/events.h>
#include <xen/grant_table.h>
#include <xen/xenbus.h>

#define XENVBD_MAJOR	202

/* Numbers of disks: 16 minors each, or, in the extended form, 256 */
#define VDEV_EXTENDED		(1 << 28)
#define VDEV_EXTENDED_MASK	(VDEV_EXTENDED - 1)
#define PARTS_PER_DISK		16
#define PARTS_PER_EXTENDED	256

#define MAX_SEGMENTS	BLKIF_MAX_SEGMENTS_PER_REQUEST
#define BLK_RING_SIZE	__CONST_RING_SIZE(blkif, PAGE_SIZE)
#define NO_ID		BLK_RING_SIZE

enum blkif_state {
	BLKIF_STATE_DISCONNECTED,	/* not yet */
	BLKIF_STATE_CONNECTED,
	BLKIF_STATE_SUSPENDED,		/* not again yet */
	BLKIF_STATE_BROKEN,		/* no more */
};

/* A request under way */
struct blk_shadow {
	struct request *request;	/* NULL: the id is free. */
	unsigned int next_free;
	RING_IDX place;			/* in the ring */
	u8 operation;
	unsigned int segments;
	struct {
		grant_ref_t ref;
		struct page *page;
	} segment[MAX_SEGMENTS];
};

struct blkfront_info {
	struct xenbus_device *xbdev;	/* NULL: it is gone. */
	struct gendisk *gd;
	struct request_queue *rq;
	unsigned int vdevice;
	unsigned int users;
	int closing;			/* with the last user */
	int added;			/* The partitions were read. */
	struct completion adding;

	enum blkif_state state;
	struct blkif_front_ring ring;
	void *ring_page;
	grant_ref_t ring_ref;
	unsigned int evtchn, irq;
	domid_t backend_id;
	u8 ordered_op;			/* by which barriers are kept */
	grant_ref_t gref_head;
	unsigned int shadow_free;
	RING_IDX old_place;		/* the end of the ring before a suspend */
	struct blk_shadow shadow[BLK_RING_SIZE];
	struct scatterlist sg[MAX_SEGMENTS];
};

static DEFINE_MUTEX(blkfront_mutex);

/* What marks a request of the queue's own as a flush */
static char flush_mark;

static const char *name_of(struct blkfront_info *info)
{
	return info->gd ? info->gd->disk_name : "xvd";
}

static void prepare_flush(struct request_queue *q, struct request *rq)
{
	rq->special = &flush_mark;
}

static int is_flush(struct request *rq)
{
	return !blk_fs_request(rq) && rq->special == &flush_mark;
}

static void end_request_with(struct request *rq, int uptodate)
{
	end_that_request_first(rq, uptodate, rq->hard_nr_sectors);
	end_that_request_last(rq, uptodate);
}

static void free_id(struct blkfront_info *info, unsigned int id)
{
	info->shadow[id].request = NULL;
	info->shadow[id].next_free = info->shadow_free;
	info->shadow_free = id;
}

/* How a barrier is kept, by what the back end offers */
static void set_ordered(struct blkfront_info *info)
{
	switch (info->ordered_op) {
	case BLKIF_OP_WRITE_BARRIER:
		blk_queue_ordered(info->rq, QUEUE_ORDERED_TAG, NULL);
		break;
	case BLKIF_OP_FLUSH_DISKCACHE:
		blk_queue_ordered(info->rq, QUEUE_ORDERED_DRAIN_FLUSH,
				  prepare_flush);
		break;
	default:
		blk_queue_ordered(info->rq, QUEUE_ORDERED_DRAIN, NULL);
	}
}

static u8 operation_of(struct blkfront_info *info, struct request *rq)
{
	if (is_flush(rq))
		return BLKIF_OP_FLUSH_DISKCACHE;
	if (rq_data_dir(rq) == READ)
		return BLKIF_OP_READ;
	return blk_barrier_rq(rq) && info->ordered_op == BLKIF_OP_WRITE_BARRIER
		? BLKIF_OP_WRITE_BARRIER : BLKIF_OP_WRITE;
}

static void add_segment(struct blkfront_info *info, struct blk_shadow *shadow,
			struct blkif_request *req, struct scatterlist *sg,
			int readonly)
{
	grant_ref_t ref = gnttab_claim_grant_reference(&info->gref_head);
	unsigned int i = shadow->segments++;

	gnttab_grant_foreign_access_ref(ref, info->backend_id,
					pfn_to_mfn(page_to_pfn(sg->page)),
					readonly);
	shadow->segment[i].ref = ref;
	shadow->segment[i].page = sg->page;
	req->seg[i].gref = ref;
	req->seg[i].first_sect = sg->offset >> 9;
	req->seg[i].last_sect = (sg->offset + sg->length - 1) >> 9;
}

/* The request of an id, which has none of its references yet */
static void fill_request(struct blkfront_info *info, unsigned int id)
{
	struct blk_shadow *shadow = &info->shadow[id];
	struct request *rq = shadow->request;
	struct blkif_request *req;
	unsigned int i, count = 0;

	shadow->place = info->ring.req_prod_pvt++;
	shadow->operation = operation_of(info, rq);
	shadow->segments = 0;
	req = RING_GET_REQUEST(&info->ring, shadow->place);

	memset(req, 0, sizeof(*req));
	req->operation = shadow->operation;
	req->handle = info->vdevice;
	req->id = id;
	if (!is_flush(rq)) {
		req->sector_number = rq->sector;
		count = blk_rq_map_sg(info->rq, rq, info->sg);
	}
	for (i = 0; i < count; i++)
		add_segment(info, shadow, req, &info->sg[i],
			    rq_data_dir(rq) == WRITE);
	req->nr_segments = count;
}

/* There is room in the ring, and as many ids and references for it. */
static void queue_request(struct blkfront_info *info, struct request *rq)
{
	unsigned int id = info->shadow_free;

	info->shadow_free = info->shadow[id].next_free;
	info->shadow[id].request = rq;
	fill_request(info, id);
}

static void push_requests(struct blkfront_info *info)
{
	int notify;

	RING_PUSH_REQUESTS_AND_CHECK_NOTIFY(&info->ring, notify);
	if (notify)
		notify_remote_via_irq(info->irq);
}

/* Called with the queue's lock */
static void do_blkif_request(struct request_queue *q)
{
	struct blkfront_info *info = q->queuedata;
	struct request *rq;
	int queued = 0;

	if (info && info->state == BLKIF_STATE_SUSPENDED)
		return;
	while ((rq = elv_next_request(q))) {
		int connected = info && info->state == BLKIF_STATE_CONNECTED;

		if (connected && RING_FULL(&info->ring)) {
			blk_stop_queue(q);
			break;
		}
		blkdev_dequeue_request(rq);
		if (connected && (blk_fs_request(rq) || is_flush(rq))) {
			queue_request(info, rq);
			queued = 1;
		} else
			end_request_with(rq, -EIO);
	}
	if (queued)
		push_requests(info);
}

/*
 * Takes a request's pages back; 0: the back end still uses one of them. Such
 * a page is kept, and its reference with it.
 */
static int end_grants(struct blkfront_info *info, struct blk_shadow *shadow)
{
	unsigned int i;
	int ended = 1;

	for (i = 0; i < shadow->segments; i++) {
		grant_ref_t ref = shadow->segment[i].ref;

		if (gnttab_end_foreign_access_ref(ref)) {
			gnttab_release_grant_reference(&info->gref_head, ref);
			continue;
		}
		get_page(shadow->segment[i].page);
		gnttab_end_foreign_access(ref, shadow->segment[i].page);
		ended = 0;
	}
	shadow->segments = 0;
	return ended;
}

/* Nothing goes to the back end any more; the queue's lock is held. */
static void stop_disk(struct blkfront_info *info)
{
	unsigned int id;

	info->state = BLKIF_STATE_BROKEN;
	for (id = 0; id < BLK_RING_SIZE; id++) {
		struct blk_shadow *shadow = &info->shadow[id];
		struct request *rq = shadow->request;

		if (!rq)
			continue;
		end_grants(info, shadow);
		free_id(info, id);
		end_request_with(rq, -EIO);
	}
	if (blk_queue_stopped(info->rq))
		blk_start_queue(info->rq);
	else
		do_blkif_request(info->rq);
}

static void broken(struct blkfront_info *info, const char *what, u64 value)
{
	printk(KERN_ERR "%s: stopped: the back end's %s (%llu) is wrong\n",
	       name_of(info), what, (unsigned long long)value);
	disable_irq_nosync(info->irq);
	stop_disk(info);
}

/* What a response means for its request, as the block layer has it */
static int result_of(struct blkfront_info *info,
		     const struct blkif_response *rsp)
{
	if (rsp->status == BLKIF_RSP_OKAY)
		return 1;
	if (rsp->status == BLKIF_RSP_EOPNOTSUPP &&
	    (rsp->operation == BLKIF_OP_WRITE_BARRIER ||
	     rsp->operation == BLKIF_OP_FLUSH_DISKCACHE)) {
		printk(KERN_WARNING "%s: the back end keeps no barriers\n",
		       name_of(info));
		info->ordered_op = BLKIF_OP_WRITE;
		set_ordered(info);
		return -EOPNOTSUPP;
	}
	return -EIO;
}

/* 0: the disk is broken. */
static int end_response(struct blkfront_info *info,
			const struct blkif_response *rsp)
{
	struct blk_shadow *shadow;
	struct request *rq;

	if (rsp->id >= BLK_RING_SIZE || !info->shadow[rsp->id].request) {
		broken(info, "id", rsp->id);
		return 0;
	}
	shadow = &info->shadow[rsp->id];
	if (rsp->operation != shadow->operation) {
		broken(info, "operation", rsp->operation);
		return 0;
	}
	if (!end_grants(info, shadow)) {
		broken(info, "use of a grant after the response", rsp->id);
		return 0;
	}
	rq = shadow->request;
	free_id(info, rsp->id);
	end_request_with(rq, result_of(info, rsp));
	return 1;
}

/* Those that are there; 0: the disk is broken. */
static int end_responses(struct blkfront_info *info)
{
	RING_IDX prod = *(volatile RING_IDX *)&info->ring.sring->rsp_prod;
	struct blkif_response rsp;

	rmb();
	if (prod - info->ring.rsp_cons >
	    info->ring.req_prod_pvt - info->ring.rsp_cons) {
		broken(info, "count of responses", prod);
		return 0;
	}
	while (info->ring.rsp_cons != prod) {
		RING_COPY_RESPONSE(&info->ring, info->ring.rsp_cons, &rsp);
		info->ring.rsp_cons++;
		if (!end_response(info, &rsp))
			return 0;
	}
	return 1;
}

/*
 * After responses: there may be room again, and what comes next of a barrier
 * (flush, write, flush) waits for the one before it to end.
 */
static void run_queue(struct blkfront_info *info)
{
	if (RING_FULL(&info->ring))
		return;
	if (blk_queue_stopped(info->rq))
		blk_start_queue(info->rq);
	else if (!blk_queue_plugged(info->rq))
		do_blkif_request(info->rq);
}

static XEN_IRQ_HANDLER(blkif_interrupt, int irq, void *dev_id)
{
	struct blkfront_info *info = dev_id;
	unsigned long flags;
	int more = 1, news;

	spin_lock_irqsave(info->rq->queue_lock, flags);
	news = RING_HAS_UNCONSUMED_RESPONSES(&info->ring);
	while (more && info->state == BLKIF_STATE_CONNECTED &&
	       end_responses(info))
		RING_FINAL_CHECK_FOR_RESPONSES(&info->ring, more);
	if (info->state == BLKIF_STATE_CONNECTED)
		run_queue(info);
	spin_unlock_irqrestore(info->rq->queue_lock, flags);
	return news ? IRQ_HANDLED : IRQ_NONE;
}

/* The disk's name and minors, from the number that the toolstack gave it */
static int place_disk(struct blkfront_info *info)
{
	unsigned int vdev = info->vdevice, parts, disk, minor;
	char letters[8], *p = letters + sizeof(letters);

	if (vdev & VDEV_EXTENDED) {
		minor = vdev & VDEV_EXTENDED_MASK;
		parts = PARTS_PER_EXTENDED;
	} else if (vdev >> 8 == XENVBD_MAJOR) {
		minor = vdev & 0xff;
		parts = PARTS_PER_DISK;
	} else
		return -ENODEV;
	if (minor > MINORMASK)
		return -ENODEV;
	disk = minor / parts;
	/* Disks before the 17th have few minors each, in either form. */
	if ((vdev & VDEV_EXTENDED) && disk < 256 / PARTS_PER_DISK)
		return -ENODEV;

	info->gd = alloc_disk(minor % parts ? 1 : parts);
	if (!info->gd)
		return -ENOMEM;
	info->gd->major = XENVBD_MAJOR;
	info->gd->first_minor = minor;
	*--p = 0;
	for (disk++; disk; disk = (disk - 1) / 26)
		*--p = 'a' + (disk - 1) % 26;
	if (minor % parts)
		sprintf(info->gd->disk_name, "xvd%s%u", p, minor % parts);
	else
		sprintf(info->gd->disk_name, "xvd%s", p);
	return 0;
}

static void setup_queue(struct request_queue *rq, unsigned int sector_size)
{
	blk_queue_hardsect_size(rq, sector_size);
	blk_queue_max_sectors(rq, MAX_SEGMENTS * PAGE_SIZE / 512);
	blk_queue_segment_boundary(rq, PAGE_SIZE - 1);
	blk_queue_max_segment_size(rq, PAGE_SIZE);
	blk_queue_max_phys_segments(rq, MAX_SEGMENTS);
	blk_queue_max_hw_segments(rq, MAX_SEGMENTS);
	blk_queue_dma_alignment(rq, 511);
	blk_queue_bounce_limit(rq, BLK_BOUNCE_ANY);
}

static int blkif_open(struct inode *inode, struct file *file)
{
	struct blkfront_info *info;
	int err = 0;

	mutex_lock(&blkfront_mutex);
	info = inode->i_bdev->bd_disk->private_data;
	if (info && info->xbdev)
		info->users++;
	else
		err = -ENXIO;
	mutex_unlock(&blkfront_mutex);
	return err;
}

/* The device and its last user are gone; one who opens it now finds NULL. */
static void free_info(struct blkfront_info *info)
{
	spin_lock_irq(info->rq->queue_lock);
	info->rq->queuedata = NULL;
	spin_unlock_irq(info->rq->queue_lock);
	if (info->gd) {
		info->gd->private_data = NULL;
		put_disk(info->gd);
	}
	blk_cleanup_queue(info->rq);
	kfree(info);
}

/* For good: the disk fails what is asked of it from here on. */
static void close_disk(struct blkfront_info *info)
{
	spin_lock_irq(info->rq->queue_lock);
	stop_disk(info);
	spin_unlock_irq(info->rq->queue_lock);
	xenbus_frontend_closed(info->xbdev);
}

static int blkif_release(struct inode *inode, struct file *file)
{
	struct blkfront_info *info = inode->i_bdev->bd_disk->private_data;

	mutex_lock(&blkfront_mutex);
	if (--info->users == 0) {
		if (!info->xbdev)
			free_info(info);
		else if (info->closing)
			close_disk(info);
	}
	mutex_unlock(&blkfront_mutex);
	return 0;
}

static int blkif_getgeo(struct block_device *bdev, struct hd_geometry *geo)
{
	geo->heads = 255;
	geo->sectors = 63;
	geo->cylinders = get_capacity(bdev->bd_disk) / (255 * 63);
	return 0;
}

static struct block_device_operations blkif_fops = {
	.owner		= THIS_MODULE,
	.open		= blkif_open,
	.release	= blkif_release,
	.getgeo		= blkif_getgeo,
};

static int add_disk_thread(void *data)
{
	struct blkfront_info *info = data;

	add_disk(info->gd);
	info->added = 1;
	complete(&info->adding);
	return 0;
}

/* What the back end says of the disk */
struct disk_details {
	unsigned long long sectors;	/* of 512 bytes, as all of them count */
	unsigned int sector_size, info;
};

static int read_details(struct xenbus_device *dev, struct disk_details *d)
{
	if (xenbus_scanf(XBT_NIL, dev->otherend, "sectors", "%llu",
			 &d->sectors) != 1)
		return -EINVAL;
	d->info = xenbus_read_unsigned(dev->otherend, "info", 0);
	d->sector_size = xenbus_read_unsigned(dev->otherend, "sector-size",
					      512);
	if (d->sector_size < 512 || d->sector_size > PAGE_SIZE ||
	    (d->sector_size & (d->sector_size - 1)))
		return -EINVAL;
	return 0;
}

static u8 read_ordered_op(struct xenbus_device *dev)
{
	if (xenbus_read_unsigned(dev->otherend, "feature-barrier", 0))
		return BLKIF_OP_WRITE_BARRIER;
	if (xenbus_read_unsigned(dev->otherend, "feature-flush-cache", 0))
		return BLKIF_OP_FLUSH_DISKCACHE;
	return BLKIF_OP_WRITE;
}

static void setup_disk(struct blkfront_info *info, const struct disk_details *d)
{
	struct gendisk *gd = info->gd;

	gd->fops = &blkif_fops;
	gd->private_data = info;
	gd->queue = info->rq;
	gd->driverfs_dev = &info->xbdev->dev;
	set_capacity(gd, d->sectors);
	set_disk_ro(gd, !!(d->info & VDISK_READONLY));
	if (d->info & VDISK_REMOVABLE)
		gd->flags |= GENHD_FL_REMOVABLE;
	if (d->info & VDISK_CDROM)
		gd->flags |= GENHD_FL_CD;
	setup_queue(info->rq, d->sector_size);
	info->ordered_op = read_ordered_op(info->xbdev);
	set_ordered(info);
}

/* The place of those under way that was first in the old ring; NO_ID: none. */
static unsigned int first_of(struct blkfront_info *info,
			     const unsigned char *under_way, RING_IDX end)
{
	unsigned int id, first = NO_ID;

	for (id = 0; id < BLK_RING_SIZE; id++)
		if (under_way[id] && (first == NO_ID ||
		    end - info->shadow[id].place >
		    end - info->shadow[first].place))
			first = id;
	return first;
}

/* The queue's lock is held. */
static void send_again(struct blkfront_info *info)
{
	unsigned char under_way[BLK_RING_SIZE];
	unsigned int id;

	for (id = 0; id < BLK_RING_SIZE; id++)
		under_way[id] = info->shadow[id].request != NULL;
	while ((id = first_of(info, under_way, info->old_place)) != NO_ID) {
		under_way[id] = 0;
		fill_request(info, id);
	}
	push_requests(info);
}

/* The back end of the restored domain is there. */
static void blkfront_recover(struct blkfront_info *info,
			     const struct disk_details *d)
{
	u8 ordered_op = read_ordered_op(info->xbdev);

	if (!info->gd)		/* It was not added before the suspend. */
		return;
	set_capacity(info->gd, d->sectors);
	spin_lock_irq(info->rq->queue_lock);
	if (ordered_op != info->ordered_op) {
		info->ordered_op = ordered_op;
		set_ordered(info);
	}
	info->state = BLKIF_STATE_CONNECTED;
	send_again(info);
	run_queue(info);
	spin_unlock_irq(info->rq->queue_lock);
	xenbus_switch_state(info->xbdev, XenbusStateConnected);
}

/* The back end is there; or has been, and the disk's size is another. */
static void blkfront_connect(struct blkfront_info *info)
{
	struct xenbus_device *dev = info->xbdev;
	struct task_struct *thread;
	struct disk_details d;
	int err = read_details(dev, &d);

	if (err) {
		xenbus_dev_fatal(dev, err, "reading the disk's size");
		return;
	}
	if (info->state == BLKIF_STATE_CONNECTED)
		set_capacity(info->gd, d.sectors);
	if (info->state == BLKIF_STATE_SUSPENDED)
		blkfront_recover(info, &d);
	if (info->state != BLKIF_STATE_DISCONNECTED)
		return;
	err = place_disk(info);
	if (err) {
		xenbus_dev_fatal(dev, err, "%u is not the number of an xvd "
				 "disk", info->vdevice);
		return;
	}
	setup_disk(info, &d);
	info->state = BLKIF_STATE_CONNECTED;
	xenbus_switch_state(dev, XenbusStateConnected);
	thread = kthread_run(add_disk_thread, info, "%s", name_of(info));
	if (IS_ERR(thread)) {
		xenbus_dev_fatal(dev, PTR_ERR(thread), "adding the disk");
		put_disk(info->gd);
		info->gd = NULL;
	}
}

/* The back end asks for the end, which users may hold up. */
static void blkfront_closing(struct blkfront_info *info)
{
	mutex_lock(&blkfront_mutex);
	if (!info->users)
		close_disk(info);
	else if (!info->closing)
		xenbus_dev_error(info->xbdev, -EBUSY, "the disk is in use");
	info->closing = 1;
	mutex_unlock(&blkfront_mutex);
}

static void blkfront_gone(struct blkfront_info *info)
{
	if (info->state == BLKIF_STATE_CONNECTED)
		printk(KERN_WARNING "%s: its back end is gone\n",
		       name_of(info));
	close_disk(info);
}

static void blkfront_otherend_changed(struct xenbus_device *dev,
				      xenbus_state state)
{
	struct blkfront_info *info = dev->dev.driver_data;

	switch (state) {
	case XenbusStateConnected:
		blkfront_connect(info);
		break;
	case XenbusStateClosing:
		blkfront_closing(info);
		break;
	case XenbusStateUnknown:
	case XenbusStateClosed:
		blkfront_gone(info);
		break;
	}
}

/* What the back end needs to know, all at once */
static int write_details(struct blkfront_info *info)
{
	struct xenbus_device *dev = info->xbdev;
	const char *dir = dev->nodename;
	struct xenbus_transaction t;
	int err;

	do {
		err = xenbus_transaction_start(&t);
		if (err)
			return err;
		err = xenbus_printf(t, dir, "ring-ref", "%u", info->ring_ref);
		if (!err)
			err = xenbus_printf(t, dir, "event-channel", "%u",
					    info->evtchn);
		if (!err)
			err = xenbus_write(t, dir, "protocol",
					   XEN_IO_PROTO_ABI_NATIVE);
		if (err) {
			xenbus_transaction_end(t, 1);
			return err;
		}
		err = xenbus_transaction_end(t, 0);
	} while (err == -EAGAIN);
	return err ? err : xenbus_switch_state(dev, XenbusStateInitialised);
}

static int setup_interrupt(struct blkfront_info *info)
{
	int err = xenbus_alloc_evtchn(info->xbdev, &info->evtchn);

	if (err)
		return err;
	err = bind_evtchn_to_irqhandler(info->evtchn, blkif_interrupt, 0,
					"blkif", info);
	if (err < 0) {
		xenbus_free_evtchn(info->evtchn);
		return err;
	}
	info->irq = err;
	return 0;
}

static int setup_ring(struct blkfront_info *info)
{
	int err = xenbus_setup_ring(info->xbdev, &info->ring_page,
				    &info->ring_ref);
	struct blkif_sring *sring = info->ring_page;

	if (!err)
		XEN_FRONT_RING_INIT(&info->ring, sring, PAGE_SIZE);
	return err;
}

static void disconnect_rings(struct blkfront_info *info)
{
	if (info->irq)
		unbind_from_irqhandler(info->irq, info);
	info->irq = 0;
	xenbus_teardown_ring(&info->ring_page, &info->ring_ref);
}

static void teardown(struct blkfront_info *info)
{
	disconnect_rings(info);
	gnttab_free_grant_references(info->gref_head);
	info->gref_head = INVALID_GRANT_REF;
}

static int connect_rings(struct blkfront_info *info)
{
	int err = setup_ring(info);

	if (!err)
		err = setup_interrupt(info);
	if (!err)
		err = write_details(info);
	return err;
}

static int talk_to_backend(struct blkfront_info *info)
{
	int err = gnttab_alloc_grant_references(BLK_RING_SIZE * MAX_SEGMENTS,
						&info->gref_head);

	if (!err)
		err = connect_rings(info);
	if (err)
		teardown(info);
	return err;
}

static struct blkfront_info *alloc_info(void)
{
	struct blkfront_info *info = kzalloc(sizeof(*info), GFP_KERNEL);
	unsigned int id;

	if (!info)
		return NULL;
	info->rq = blk_init_queue(do_blkif_request, NULL);
	if (!info->rq) {
		kfree(info);
		return NULL;
	}
	info->rq->queuedata = info;
	init_completion(&info->adding);
	info->shadow_free = NO_ID;
	for (id = BLK_RING_SIZE; id-- > 0;)
		free_id(info, id);
	return info;
}

static int blkfront_probe(struct xenbus_device *dev,
			  const struct xenbus_device_id *id)
{
	struct blkfront_info *info;
	unsigned int vdevice;
	int err;

	if (xenbus_scanf(XBT_NIL, dev->nodename, "virtual-device", "%u",
			 &vdevice) != 1)
		return -EINVAL;
	info = alloc_info();
	if (!info)
		return -ENOMEM;
	info->xbdev = dev;
	info->backend_id = dev->otherend_id;
	info->vdevice = vdevice;
	dev->dev.driver_data = info;
	err = talk_to_backend(info);
	if (err) {
		dev->dev.driver_data = NULL;
		free_info(info);
	}
	return err;
}

static void blkfront_remove(struct xenbus_device *dev)
{
	struct blkfront_info *info = dev->dev.driver_data;

	/* What is under way fails, so that nobody waits for it. */
	spin_lock_irq(info->rq->queue_lock);
	stop_disk(info);
	spin_unlock_irq(info->rq->queue_lock);
	teardown(info);
	if (info->gd) {
		wait_for_completion(&info->adding);
		del_gendisk(info->gd);
	}
	mutex_lock(&blkfront_mutex);
	info->xbdev = NULL;
	dev->dev.driver_data = NULL;
	if (!info->users)
		free_info(info);
	mutex_unlock(&blkfront_mutex);
}

/* What is under way keeps its ids, and gets its grants again. */
static void suspend_disk(struct blkfront_info *info)
{
	unsigned int id;

	spin_lock_irq(info->rq->queue_lock);
	info->old_place = info->ring.req_prod_pvt;
	for (id = 0; id < BLK_RING_SIZE; id++)
		if (info->shadow[id].request)
			end_grants(info, &info->shadow[id]);
	if (info->state == BLKIF_STATE_CONNECTED)
		info->state = BLKIF_STATE_SUSPENDED;
	spin_unlock_irq(info->rq->queue_lock);
}

static int blkfront_resume(struct xenbus_device *dev)
{
	struct blkfront_info *info = dev->dev.driver_data;
	int err;

	/* One that is broken, or that was closed, stays so. */
	if (info->state == BLKIF_STATE_BROKEN)
		return xenbus_frontend_closed(dev);
	info->backend_id = dev->otherend_id;
	suspend_disk(info);
	disconnect_rings(info);
	err = connect_rings(info);
	if (err) {
		spin_lock_irq(info->rq->queue_lock);
		stop_disk(info);
		spin_unlock_irq(info->rq->queue_lock);
	}
	return err;
}

static int blkfront_is_ready(struct xenbus_device *dev)
{
	struct blkfront_info *info = dev->dev.driver_data;

	return info->added || info->state == BLKIF_STATE_BROKEN ||
		dev->state >= XenbusStateClosing;
}

static const struct xenbus_device_id blkfront_ids[] = {
	{ "vbd" },
	{ "" }
};

static struct xenbus_driver blkfront = {
	.name			= "vbd",
	.owner			= THIS_MODULE,
	.ids			= blkfront_ids,
	.probe			= blkfront_probe,
	.otherend_changed	= blkfront_otherend_changed,
	.remove			= blkfront_remove,
	.resume			= blkfront_resume,
	.is_ready		= blkfront_is_ready,
};

static int __init xlblk_init(void)
{
	int err;

	if (register_blkdev(XENVBD_MAJOR, "xvd")) {
		printk(KERN_ERR "xvd: major number %d is taken\n",
		       XENVBD_MAJOR);
		return -EBUSY;
	}
	err = xenbus_register_frontend(&blkfront);
	if (err)
		unregister_blkdev(XENVBD_MAJOR, "xvd");
	return err;
}
module_init(xlblk_init);

static void __exit xlblk_exit(void)
{
	xenbus_unregister_driver(&blkfront);
	unregister_blkdev(XENVBD_MAJOR, "xvd");
}
module_exit(xlblk_exit);

MODULE_DESCRIPTION("Xen virtual block device frontend");
MODULE_LICENSE("GPL");
MODULE_ALIAS("xen:vbd");
MODULE_ALIAS_BLOCKDEV_MAJOR(XENVBD_MAJOR);

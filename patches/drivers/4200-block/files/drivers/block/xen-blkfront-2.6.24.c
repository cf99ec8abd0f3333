/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The disks from 2.6.24 on: an entry of a scatter list no longer shows its
 * page, and the list has marks in it. The driver gets a list of its own; the
 * rest is what 2.6.18 to 2.6.23 have.
 */
#include <linux/blkdev.h>
#include <linux/scatterlist.h>
#include <linux/string.h>

#include <xen/interface/xen.h>

struct xen_sg {
	struct page *page;
	unsigned int offset;
	unsigned int length;
};

/* With the queue's lock held; it has no more than a request's segments. */
static int xen_map_sg(struct request_queue *q, struct request *rq,
		      struct xen_sg *list)
{
	struct scatterlist sg[BLKIF_MAX_SEGMENTS_PER_REQUEST];
	int i, count;

	sg_init_table(sg, BLKIF_MAX_SEGMENTS_PER_REQUEST);
	count = blk_rq_map_sg(q, rq, sg);
	for (i = 0; i < count; i++) {
		list[i].page = sg_page(&sg[i]);
		list[i].offset = sg[i].offset;
		list[i].length = sg[i].length;
	}
	return count;
}

#define scatterlist	xen_sg
#define blk_rq_map_sg	xen_map_sg

#include "xen-blkfront-2.6.23.c"

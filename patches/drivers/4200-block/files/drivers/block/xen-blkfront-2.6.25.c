/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The disks from 2.6.25 on: one function ends a request, and says how by an
 * error. The driver ends whole requests alone; the rest is what 2.6.24 has.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>

static inline void end_that_request_first(struct request *rq, int uptodate,
					  int sectors)
{
}

/* uptodate: 1, or 0 for any error, or an error */
static inline void end_that_request_last(struct request *rq, int uptodate)
{
	int err = uptodate > 0 ? 0 : uptodate ? uptodate : -EIO;

	__blk_end_request(rq, err, blk_rq_bytes(rq));
}

#include "xen-blkfront-2.6.24.c"

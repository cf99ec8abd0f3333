/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages without a frame, see drivers/xen/balloon.c: the architecture's part.
 */
#ifndef _XEN_BALLOON_H
#define _XEN_BALLOON_H

/*
 * Takes the frame from a page of the direct mapping, which nothing maps or
 * uses any more, and gives the frame.
 */
extern unsigned long arch_balloon_unmap(unsigned long pfn);
/* The other way round */
extern void arch_balloon_map(unsigned long pfn, unsigned long mfn);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Grants: the use of a frame, given to another domain. See
 * drivers/xen/grant-table.c.
 */
#ifndef _XEN_GRANT_TABLE_H
#define _XEN_GRANT_TABLE_H

#include <linux/types.h>
#include <xen/interface/xen.h>

struct page;

/* Xen's toolstack has the first ones: 0 is never one of ours. */
#define INVALID_GRANT_REF	0

/* Grants a machine frame; gives the reference, or -ENOSPC. */
extern int gnttab_grant_foreign_access(domid_t domid, unsigned long frame,
				       int readonly);

/* The same with a reference that was claimed */
extern void gnttab_grant_foreign_access_ref(grant_ref_t ref, domid_t domid,
					    unsigned long frame, int readonly);

/*
 * Takes a grant back; 0: the other domain still uses the frame, and the grant
 * stays. The reference remains the caller's.
 */
extern int gnttab_end_foreign_access_ref(grant_ref_t ref);

/* The same, and the reference is free. */
extern int gnttab_try_end_foreign_access(grant_ref_t ref);

/*
 * Takes a grant back, at once or as soon as the other domain leaves the
 * frame; then the reference becomes free and the page, unless NULL, is put.
 */
extern void gnttab_end_foreign_access(grant_ref_t ref, struct page *page);

/* References in advance: a chain of them, to be claimed one by one. */
extern int gnttab_alloc_grant_references(unsigned int count,
					 grant_ref_t *head);
extern void gnttab_free_grant_references(grant_ref_t head);
extern grant_ref_t gnttab_claim_grant_reference(grant_ref_t *head);
extern void gnttab_release_grant_reference(grant_ref_t *head,
					   grant_ref_t ref);
extern void gnttab_free_grant_reference(grant_ref_t ref);

/*
 * With interrupts off. The table's frames are Xen's, and cannot go where the
 * domain goes: none is mapped while it is saved. What was granted before is
 * not granted any more in a restored domain, and can be taken back.
 */
extern void gnttab_suspend(void);
extern void gnttab_resume(void);

/* The architecture's: room for the table, and a frame of it */
extern void *arch_gnttab_alloc_shared(unsigned int max_frames);
extern void arch_gnttab_map_shared(void *shared, unsigned int frame,
				   unsigned long mfn);
extern void arch_gnttab_unmap_shared(void *shared, unsigned int frame);

#endif

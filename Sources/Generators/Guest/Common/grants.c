/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The grant table: its first frame, of entries of the first version.
 */
#include "guest.h"

#ifdef GNTTABOP_set_version
typedef struct grant_entry_v1 entry_t;
#else
typedef struct grant_entry entry_t;
#endif

/* The toolstack's own: of the console's and the store's page. */
#define RESERVED_ENTRIES 8

static volatile entry_t *table;

/* 0, or -1 where there is none. */
int grants_open(void)
{
	if (table == NULL)
		table = grant_table_place();
	return table != NULL ? 0 : -1;
}

/* NO_GRANT when all are taken. */
grant_ref_t grant_page(const void *page, domid_t domain, int readonly)
{
	grant_ref_t reference;

	for (reference = RESERVED_ENTRIES; reference < PAGE_SIZE / sizeof(entry_t); reference++) {
		volatile entry_t *entry = &table[reference];

		if (entry->flags != 0)
			continue;
		entry->domid = domain;
		entry->frame = (uint32_t)frame_of(page);
		/* Only now is it valid. */
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
		entry->flags = (uint16_t)(GTF_permit_access | (readonly ? GTF_readonly : 0));
		return reference;
	}
	return NO_GRANT;
}

/* 0, or -1 while somebody uses it. */
int end_grant(grant_ref_t reference)
{
	uint16_t *flags = (uint16_t *)&table[reference].flags, old = *flags;

	do {
		if ((old & (GTF_reading | GTF_writing)) != 0)
			return -1;
	} while (!__atomic_compare_exchange_n(flags, &old, 0, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
	return 0;
}

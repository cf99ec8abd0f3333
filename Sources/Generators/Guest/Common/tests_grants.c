/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A grant of the domain's own, to itself: Xen copies from the page by the reference.
 */
#include "guest.h"

#ifdef GNTTABOP_copy
static char from[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static char to[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

static int16_t copy(grant_ref_t reference)
{
	struct gnttab_copy request = {
		.source = { .u.ref = reference, .domid = DOMID_SELF },
		.dest = { .domid = DOMID_SELF },
		.len = PAGE_SIZE,
		.flags = GNTCOPY_source_gref,
	};

	request.dest.u.gmfn = frame_of(to);
	if (HYPERVISOR_grant_table_op(GNTTABOP_copy, &request, 1) != 0)
		return GNTST_general_error;
	return request.status;
}

static int is_same(void)
{
	size_t i;

	for (i = 0; i < PAGE_SIZE; i++)
		if (to[i] != from[i])
			return 0;
	return 1;
}

/* The domain's number; 0 or -1. */
static int own_number(uint64_t *domain)
{
	char value[16];

	*domain = 0;
	if (is_initial_domain())
		return 0;
	return store_read("domid", value, sizeof(value)) > 0 ? text_number(value, domain) : -1;
}

static void test_grant(void)
{
	uint64_t domain;
	grant_ref_t reference;
	int16_t good, bad;
	int ended;
	size_t i;

	/* The shim passes on what back ends need, and nothing else. */
	if (is_on_shim()) {
		tap(1, "grant # SKIP no copy on the PV shim");
		return;
	}
	if (own_number(&domain) != 0 || grants_open() != 0) {
		tap(0, "grant: neither a number of the domain's nor a grant table");
		return;
	}
	for (i = 0; i < PAGE_SIZE; i++)
		from[i] = (char)(i * 7);
	reference = grant_page(from, (domid_t)domain, 1);
	good = copy(reference);
	ended = end_grant(reference);
	bad = copy(reference);
	tap(good == GNTST_okay && is_same() && ended == 0 && bad != GNTST_okay,
	    "grant %u: copied by Xen with status %d, ended %d, then refused with %d", reference, good,
	    ended, bad);
}
#endif

test_function *const grant_tests[] = {
#ifdef GNTTABOP_copy
	test_grant,
#endif
	NULL,
};

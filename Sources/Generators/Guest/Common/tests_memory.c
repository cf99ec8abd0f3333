/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory and grants.
 */
#include "guest.h"

/*
 * DOMID_SELF in memory. Xen 3.0.0 takes the low bits of its address for the domain, so the number is
 * put where both are the same.
 */
void *own_domain(void)
{
#ifdef XENMEM_populate_physmap
	static domid_t domain = DOMID_SELF;

	return &domain;
#else
	static domid_t around[DOMID_SELF / sizeof(domid_t) + 1] __attribute__((aligned(0x10000)));

	around[LENGTH(around) - 1] = DOMID_SELF;
	return &around[LENGTH(around) - 1];
#endif
}

static void test_memory(void)
{
	void *domain = own_domain();
	long current = HYPERVISOR_memory_op(XENMEM_current_reservation, domain);
	long maximum = HYPERVISOR_memory_op(XENMEM_maximum_reservation, domain);

	tap(current > 0 && maximum >= current,
	    "memory_op reservation %ld pages, maximum %ld", current, maximum);
}

#ifdef XENMEM_memory_map
static void test_memory_map(void)
{
	static char entries[20 * 32];
	struct xen_memory_map map = { .nr_entries = 32 };
	long error;

	set_xen_guest_handle(map.buffer, entries);
	error = HYPERVISOR_memory_op(XENMEM_memory_map, &map);
	if (!has_memory_map())
		tap(error == -XEN_ENOSYS, "memory_op memory_map refused, as none was set: %ld", error);
	else
		tap(error == 0 && map.nr_entries > 0, "memory_op memory_map %u entries: %ld",
		    map.nr_entries, error);
}
#endif

static void test_grant_table(void)
{
#ifdef GNTTABOP_query_size
	struct gnttab_query_size query = { .dom = DOMID_SELF };
	long error = HYPERVISOR_grant_table_op(GNTTABOP_query_size, &query, 1);

	tap(error == 0 && query.status == GNTST_okay && query.max_nr_frames > 0,
	    "grant_table_op query_size %u of %u frames", query.nr_frames, query.max_nr_frames);
#else
	unsigned long frame = 0;
	struct gnttab_setup_table setup = { .dom = DOMID_SELF, .nr_frames = 1 };
	long error;

	set_xen_guest_handle(setup.frame_list, &frame);
	error = HYPERVISOR_grant_table_op(GNTTABOP_setup_table, &setup, 1);
	tap(error == 0 && setup.status == GNTST_okay && frame != 0,
	    "grant_table_op setup_table in frame 0x%lx", frame);
#endif
}

test_function *const memory_tests[] = {
	test_memory,
#ifdef XENMEM_memory_map
	test_memory_map,
#endif
	test_grant_table,
	NULL,
};

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the loader and the domain's builder left for a paravirtualized guest.
 */
#include "guest.h"
#include "pv.h"

/* In what stands before, Xen 3.1 told the initial domain its own version. */
#define BEHIND_VERSION (sizeof("xen-3.0") - 1)

static void test_start_info(void)
{
	char magic[sizeof(start_info->magic) + 1];
	size_t i;

	for (i = 0; i < sizeof(start_info->magic); i++)
		magic[i] = start_info->magic[i];
	magic[i] = '\0';
	tap(text_equal(magic + BEHIND_VERSION, &GUEST_TYPE[BEHIND_VERSION]) &&
	    start_info->nr_pages > 0,
	    "start_info magic %s, %lu pages%s", magic, start_info->nr_pages,
	    is_on_shim() ? ", on the PV shim" : "");
}

static void test_reservation(void)
{
	long current = HYPERVISOR_memory_op(XENMEM_current_reservation, own_domain());

	tap(current == (long)start_info->nr_pages, "memory_op reservation as start_info says: %ld",
	    current);
}

static void test_masked(void)
{
	struct vcpu_info *vcpu = &shared_info->vcpu_info[0];

	tap(vcpu->evtchn_upcall_mask == 1, "shared_info: events are masked from the start");
}

test_function *const domain_tests[] = {
	test_start_info,
	test_reservation,
	test_masked,
	NULL,
};

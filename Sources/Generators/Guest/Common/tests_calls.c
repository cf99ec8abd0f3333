/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls as such: several at once.
 */
#include "guest.h"

static void test_multicall(void)
{
	struct multicall_entry calls[2] = {
		{ .op = __HYPERVISOR_xen_version, .args = { XENVER_version } },
		{ .op = __HYPERVISOR_vcpu_op, .args = { VCPUOP_is_up, 0, 0 } },
	};
	long error = HYPERVISOR_multicall(calls, LENGTH(calls));
	long version = HYPERVISOR_xen_version(XENVER_version, NULL);

	tap(error == 0 && (long)calls[0].result == version && calls[1].result == 1,
	    "multicall: %ld, results 0x%lx and %lu", error, (unsigned long)calls[0].result,
	    (unsigned long)calls[1].result);
}

test_function *const call_tests[] = {
	test_multicall,
	NULL,
};

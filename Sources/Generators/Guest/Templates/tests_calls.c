/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls as such: several at once, and one that is refused.
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
	    "multicall: %ld, results 0x%lx and %lu", error, calls[0].result, calls[1].result);
}

static void test_refused(void)
{
	/* A stub of the page takes no argument, so C can call it. */
	long (*stub)(void) = (long (*)(void))(void *)(
		hypercall_page + __HYPERVISOR_arch_7 * XEN_HYPERCALL_ENTRY_SIZE);
	long result = stub();

	tap(result == -XEN_ENOSYS, "number %d refused: %ld", __HYPERVISOR_arch_7, result);
}

test_function *const call_tests[] = {
	test_multicall,
	test_refused,
	NULL,
};

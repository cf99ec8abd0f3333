/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The end, which is therefore the last of all tests.
 */
#include "guest.h"

#ifdef SCHEDOP_shutdown_code
/* Xen keeps the first reason that it is given: the shutdown itself cannot change it any more. */
static void test_shutdown(void)
{
	struct sched_shutdown request = { .reason = shutdown_reason() };
	long error = HYPERVISOR_sched_op(SCHEDOP_shutdown_code, &request);

	tap(error == 0, "sched_op shutdown_code %u, shutdown follows: %ld", request.reason, error);
}
#endif

test_function *const shutdown_tests[] = {
#ifdef SCHEDOP_shutdown_code
	test_shutdown,
#endif
	NULL,
};

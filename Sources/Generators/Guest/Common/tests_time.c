/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The time that Xen keeps, and timers.
 */
#include "guest.h"

static void test_time(void)
{
	uint64_t first = system_time(), last = first;
	unsigned int i;

	for (i = 0; i < 1000 && last - first < SECOND / 1000; i++) {
		yield();
		last = system_time();
	}
	tap(first > 0 && last > first && last - first < 3600 * SECOND,
	    "vcpu_time_info: %llu ns, then %llu ns later", (unsigned long long)first,
	    (unsigned long long)(last - first));
}

static void test_timer(void)
{
	struct evtchn_bind_virq timer = { .virq = VIRQ_TIMER, .vcpu = 0 };
	uint64_t start, end;
	int closed;
	long error = EVENT_CHANNEL_OP(EVTCHNOP_bind_virq, &timer);

#ifdef VCPUOP_stop_periodic_timer
	if (error == 0)
		error = HYPERVISOR_vcpu_op(VCPUOP_stop_periodic_timer, 0, NULL);
#endif
	take_pending(timer.port);
	start = system_time();
	if (error == 0)
		error = HYPERVISOR_set_timer_op(start + SECOND / 50);
	/* Before 3.1 nobody could stop the tick that comes by the same port. */
	do {
		if (error == 0)
			error = await(timer.port, start + 10 * SECOND);
		end = system_time();
	} while (error == 0 && end < start + SECOND / 50);
	closed = close_port(timer.port) == 0;
	tap(error == 0 && end >= start + SECOND / 50 && closed,
	    "set_timer_op: VIRQ_TIMER after %llu ns: %ld", (unsigned long long)(end - start),
	    error);
}

test_function *const time_tests[] = {
	test_time,
	test_timer,
	NULL,
};

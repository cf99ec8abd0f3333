/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The time that Xen keeps, and timers.
 */
#include "guest.h"

static uint64_t read_tsc(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a" (low), "=d" (high));
	return (uint64_t)high << 32 | low;
}

/* ticks * multiplier / 2^32, in two halves. */
static uint64_t scale(uint64_t ticks, uint32_t multiplier, int shift)
{
	ticks = shift < 0 ? ticks >> -shift : ticks << shift;
	return (ticks >> 32) * multiplier + ((uint64_t)(uint32_t)ticks * multiplier >> 32);
}

/* Nanoseconds since Xen started. */
static uint64_t system_time(void)
{
	volatile struct vcpu_time_info *time = &shared_info->vcpu_info[0].time;
	uint64_t now;
	uint32_t version;

	do {
		version = time->version;
		barrier();
		now = time->system_time + scale(read_tsc() - time->tsc_timestamp,
						time->tsc_to_system_mul, time->tsc_shift);
		barrier();
	} while ((version & 1) != 0 || version != time->version);
	return now;
}

static void test_time(void)
{
	uint64_t first = system_time(), last = first;
	unsigned int i;

	for (i = 0; i < 1000 && last - first < SECOND / 1000; i++) {
		HYPERVISOR_sched_op(SCHEDOP_yield, NULL);
		last = system_time();
	}
	tap(first > 0 && last > first && last - first < 3600 * SECOND,
	    "vcpu_time_info: %llu ns, then %llu ns later", (unsigned long long)first,
	    (unsigned long long)(last - first));
}

/* Waits for the port, past wake-ups by others; 0 or a negative error number. */
static long await(evtchn_port_t port, uint64_t deadline)
{
	struct sched_poll poll = { .nr_ports = 1, .timeout = deadline };
	long error = 0;

	set_xen_guest_handle(poll.ports, &port);
	while (error == 0 && !take_pending(port)) {
		if (system_time() >= deadline)
			return -XEN_ETIME;
		error = HYPERVISOR_sched_op(SCHEDOP_poll, &poll);
	}
	return error;
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

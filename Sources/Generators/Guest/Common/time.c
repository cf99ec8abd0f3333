/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The time that Xen keeps, and waiting.
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
uint64_t system_time(void)
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

/*
 * Waits for the port, past wake-ups by others; 0 or a negative error number. Without a deadline (0) it
 * waits for ever.
 */
long await(evtchn_port_t port, uint64_t deadline)
{
	long error = 0;

	while (error == 0 && !take_pending(port)) {
		if (deadline != 0 && system_time() >= deadline)
			return -XEN_ETIME;
		error = wait_for_event(port, deadline);
	}
	return error;
}

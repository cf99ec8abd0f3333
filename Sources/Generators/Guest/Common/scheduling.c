/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Giving the processor away, for a while or for good. Before 3.0.2 the call took its argument by value,
 * and there was no waiting for a port.
 */
#include "guest.h"

#ifdef SCHEDOP_poll
#define NO_ARGUMENT NULL
#else
#define NO_ARGUMENT 0
#endif

long yield(void)
{
	return HYPERVISOR_sched_op(SCHEDOP_yield, NO_ARGUMENT);
}

void shut_down(unsigned int reason)
{
#ifdef SCHEDOP_poll
	struct sched_shutdown request = { .reason = reason };

	for (;;)
		HYPERVISOR_sched_op(SCHEDOP_shutdown, &request);
#else
	for (;;)
		HYPERVISOR_sched_op(SCHEDOP_shutdown, reason);
#endif
}

/* Returns when the port, or another, may have an event, or after the deadline; 0: there is none. */
long wait_for_event(evtchn_port_t port, uint64_t deadline)
{
#ifdef SCHEDOP_poll
	struct sched_poll poll = { .nr_ports = 1, .timeout = deadline };

	set_xen_guest_handle(poll.ports, &port);
	return HYPERVISOR_sched_op(SCHEDOP_poll, &poll);
#else
	(void)port;
	(void)deadline;
	return yield();
#endif
}

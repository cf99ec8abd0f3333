/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ports of event channels, looked at rather than waited for.
 */
#include "guest.h"

/* Whether an event was pending on the port; it no longer is. */
int take_pending(evtchn_port_t port)
{
	unsigned long *word = &shared_info->evtchn_pending[port / (8 * sizeof(*word))];
	unsigned long bit = 1UL << (port % (8 * sizeof(*word)));

	return (__atomic_fetch_and(word, ~bit, __ATOMIC_SEQ_CST) & bit) != 0;
}

/* 0 or a negative error number. */
long close_port(evtchn_port_t port)
{
	struct evtchn_close request = { .port = port };

	return HYPERVISOR_event_channel_op(EVTCHNOP_close, &request);
}

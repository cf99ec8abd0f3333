/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ports of event channels, looked at rather than waited for.
 */
#include "guest.h"

/* Before 3.0.3 the command and its request were one structure. */
long event_channel_op(int command, void *request, size_t size)
{
#if __XEN_LATEST_INTERFACE_VERSION__ >= 0x00030202
	(void)size;
	return HYPERVISOR_event_channel_op(command, request);
#else
	struct evtchn_op op = { .cmd = (uint32_t)command };
	long error;

	__builtin_memcpy(&op.u, request, size);
	error = HYPERVISOR_event_channel_op(&op);
	__builtin_memcpy(request, &op.u, size);
	return error;
#endif
}

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

	return EVENT_CHANNEL_OP(EVTCHNOP_close, &request);
}

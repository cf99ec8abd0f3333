/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Event channels, and the upcalls that tell of them.
 */
#include "guest.h"

static void test_event_channel(void)
{
	struct evtchn_alloc_unbound near = { .dom = DOMID_SELF, .remote_dom = DOMID_SELF };
	struct evtchn_bind_interdomain far = { .remote_dom = DOMID_SELF };
	struct evtchn_send send;
	long error = EVENT_CHANNEL_OP(EVTCHNOP_alloc_unbound, &near);
	int before, after, closed;

	far.remote_port = near.port;
	if (error == 0)
		error = EVENT_CHANNEL_OP(EVTCHNOP_bind_interdomain, &far);
	before = take_pending(near.port);
	send.port = far.local_port;
	if (error == 0)
		error = EVENT_CHANNEL_OP(EVTCHNOP_send, &send);
	after = take_pending(near.port);
	closed = close_port(far.local_port) == 0 && close_port(near.port) == 0;
	tap(error == 0 && !before && after && closed, "event_channel_op loopback from port %u to %u: %ld",
	    far.local_port, near.port, error);
}

static volatile unsigned int upcalls;

/* Xen calls the guest again only after both are clear. */
static void acknowledge_upcall(void)
{
	struct vcpu_info *vcpu = &shared_info->vcpu_info[0];

	__atomic_store_n(&vcpu->evtchn_upcall_pending, 0, __ATOMIC_SEQ_CST);
	__atomic_store_n(&vcpu->evtchn_pending_sel, 0, __ATOMIC_SEQ_CST);
}

void handle_events(struct interrupt_frame *frame)
{
	(void)frame;
	acknowledge_upcall();
	upcalls++;
}

/* 0 or a negative error number. Xen could not do it before 3.0.2, nor tell of what was pending. */
static long unmask_port(evtchn_port_t port)
{
#ifdef EVTCHNOP_unmask
	struct evtchn_unmask unmask = { .port = port };

	return EVENT_CHANNEL_OP(EVTCHNOP_unmask, &unmask);
#else
	unsigned long *word = &shared_info->evtchn_mask[port / (8 * sizeof(*word))];

	__atomic_fetch_and(word, ~(1UL << (port % (8 * sizeof(*word)))), __ATOMIC_SEQ_CST);
	return 0;
#endif
}

static void test_upcall(void)
{
	struct evtchn_bind_ipi ipi = { .vcpu = 0 };
	struct evtchn_send send;
	int pending, closed;
	long error = catch_events();

	if (error == 0)
		error = EVENT_CHANNEL_OP(EVTCHNOP_bind_ipi, &ipi);
	send.port = ipi.port;
	if (error == 0)
		error = unmask_port(ipi.port);
	acknowledge_upcall();
	allow_events(1);
	if (error == 0)
		error = EVENT_CHANNEL_OP(EVTCHNOP_send, &send);
	allow_events(0);
	pending = take_pending(ipi.port);
	closed = close_port(ipi.port) == 0;
	tap(error == 0 && upcalls == 1 && pending && closed,
	    "%s: %u upcall on port %u: %ld", catch_events_by, upcalls, ipi.port, error);
}

test_function *const event_tests[] = {
	test_event_channel,
	test_upcall,
	NULL,
};

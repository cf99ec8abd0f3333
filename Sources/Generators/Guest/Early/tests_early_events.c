/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Event channels and timers.
 */
#include "guest.h"

static volatile unsigned int upcalls;
static uint32_t timer_port, first, second;

/* Xen masks events before it calls, and saves nothing by which they would be allowed again. */
void handle_events(struct interrupt_frame *frame)
{
	(void)frame;
	do {
		upcalls++;
		allow_events(0);
		shared_info->vcpu_data[0].evtchn_upcall_pending = 0;
		allow_events(1);
	} while (shared_info->vcpu_data[0].evtchn_upcall_pending != 0);
}

static void failsafe_upcall(void)
{
	__builtin_trap();
}

long catch_events(void)
{
	return HYPERVISOR_set_callbacks(FLAT_GUESTOS_CS, (unsigned long)event_upcall, FLAT_GUESTOS_CS,
					(unsigned long)failsafe_upcall);
}

/* Whether an event was pending on the port; it no longer is. */
static int take_pending(uint32_t port)
{
	volatile struct shared_info *info = shared_info;
	uint32_t bit = 1U << (port % 32);
	int wasPending = (info->evtchn_pending[port / 32] & bit) != 0;

	info->evtchn_pending[port / 32] &= ~bit;
	return wasPending;
}

static long status(uint32_t port)
{
	struct evtchn_op op = { .cmd = EVTCHNOP_status };
	long error;

	op.u.status.dom = DOMID_SELF;
	op.u.status.port = port;
	error = HYPERVISOR_event_channel_op(&op);
	return error == 0 ? (long)op.u.status.status : error;
}

static long close_port(uint32_t port)
{
	struct evtchn_op op = { .cmd = EVTCHNOP_close };

	op.u.close.dom = DOMID_SELF;
	op.u.close.port = port;
	return HYPERVISOR_event_channel_op(&op);
}

static void test_callbacks(void)
{
	long refused = HYPERVISOR_set_callbacks(0x808, 1, 0x808, 1), error = catch_events();

	tap(refused == -XEN_EPERM && error == 0, "set_callbacks: %ld, of ring 0: %ld", error, refused);
}

static void test_bind_virq(void)
{
	struct evtchn_op op = { .cmd = EVTCHNOP_bind_virq }, again = { .cmd = EVTCHNOP_bind_virq };
	long error, second;

	again.u.bind_virq.virq = op.u.bind_virq.virq = VIRQ_TIMER;
	error = HYPERVISOR_event_channel_op(&op);
	second = HYPERVISOR_event_channel_op(&again);
	timer_port = op.u.bind_virq.port;
	tap(error == 0 && second == 0 && timer_port != 0 && again.u.bind_virq.port == timer_port &&
	    status(timer_port) == EVTCHNSTAT_virq,
	    "a virtual interrupt is bound to port %u, and stays there: %ld", timer_port, second);
}

static void test_timer(void)
{
	uint64_t now = system_time();
	long error = HYPERVISOR_set_timer_op(now + 3 * MILLISECOND), blocked = 0;
	unsigned int before = upcalls;

	allow_events(1);
	take_pending(timer_port);
	while (error == 0 && blocked == 0 && !take_pending(timer_port))
		blocked = HYPERVISOR_sched_op(SCHEDOP_block);
	allow_events(0);
	tap(error == 0 && blocked == 0 && upcalls != before, "set_timer_op: %ld, block: %ld", error,
	    blocked);
}

static void test_channel(void)
{
	struct evtchn_op one = { .cmd = EVTCHNOP_alloc_unbound }, op = { .cmd = EVTCHNOP_bind_interdomain };
	struct evtchn_op send = { .cmd = EVTCHNOP_send };
	long error, sent;
	unsigned int before;
	int isPending, wasCalled;

	one.u.alloc_unbound.dom = is_initial_domain() ? 0 : DOMID_SELF;
	error = HYPERVISOR_event_channel_op(&one);
	/* Both ends are the domain's; both ports are new. */
	op.u.bind_interdomain.dom1 = op.u.bind_interdomain.dom2 = DOMID_SELF;
	op.u.bind_interdomain.port1 = op.u.bind_interdomain.port2 = 0;
	if (error == 0)
		error = HYPERVISOR_event_channel_op(&op);
	first = op.u.bind_interdomain.port1;
	second = op.u.bind_interdomain.port2;
	shared_info->evtchn_mask[second / 32] &= ~(1U << (second % 32));
	send.u.send.local_port = first;
	allow_events(0);
	before = upcalls;
	sent = HYPERVISOR_event_channel_op(&send);
	isPending = shared_info->vcpu_data[0].evtchn_upcall_pending != 0 && upcalls == before;
	allow_events(1);
	yield();
	wasCalled = upcalls == before + 1;
	allow_events(0);
	tap(error == 0 && sent == 0 && isPending && wasCalled && take_pending(second),
	    "an event from port %u to port %u waits while events are masked: %ld", first, second, sent);
}

static void test_close(void)
{
	long closed = close_port(first);

	tap(closed == 0 && status(first) == EVTCHNSTAT_closed && status(second) == EVTCHNSTAT_unbound,
	    "the other end of a closed port waits again: %ld", closed);
}

static void test_refusals(void)
{
	struct evtchn_op send = { .cmd = EVTCHNOP_send }, unknown = { .cmd = 77 };
	long sent, closed = close_port(1000), error = HYPERVISOR_event_channel_op(&unknown);

	send.u.send.local_port = timer_port;
	sent = HYPERVISOR_event_channel_op(&send);
	tap(sent == -XEN_EINVAL && closed == -XEN_EINVAL && error == -XEN_ENOSYS,
	    "send through a virtual interrupt: %ld, close of no port: %ld, unknown: %ld", sent, closed,
	    error);
}

test_function *const event_tests[] = {
	test_callbacks, test_bind_virq, test_timer, test_channel, test_close,
	test_refusals, NULL,
};

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The console: a hypercall for the initial domain, messages to the domain's controller for all others.
 */
#include "guest.h"

/* In the second half of the page. */
#define control ((volatile struct control_if *)((char *)shared_info + PAGE_SIZE / 2))

int console_open(void)
{
	return 0;
}

static void notify_controller(void)
{
	struct evtchn_op op = { .cmd = EVTCHNOP_send };

	op.u.send.local_port = start_info->domain_controller_evtchn;
	HYPERVISOR_event_channel_op(&op);
}

static void send(const char *text, size_t length)
{
	uint32_t producer = control->tx_req_prod;
	volatile struct control_msg *message = &control->tx_ring[producer % CONTROL_RING_SIZE];
	size_t i;

	while (producer - control->tx_resp_prod == CONTROL_RING_SIZE) {
		notify_controller();
		yield();
	}
	message->type = CMSG_CONSOLE;
	message->subtype = CMSG_CONSOLE_DATA;
	message->id = 0;
	message->length = (uint8_t)length;
	for (i = 0; i < length; i++)
		message->msg[i] = (uint8_t)text[i];
	barrier();
	control->tx_req_prod = producer + 1;
	notify_controller();
}

void console_write(const char *text, size_t length)
{
	size_t count, most = sizeof(control->tx_ring[0].msg);

	if (is_initial_domain()) {
		HYPERVISOR_console_io(CONSOLEIO_write, (unsigned int)length, (char *)text);
		return;
	}
	for (; length > 0; text += count, length -= count) {
		count = length < most ? length : most;
		send(text, count);
	}
}

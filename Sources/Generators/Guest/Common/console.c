/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The console: a hypercall for the initial domain, a ring shared with a daemon for all others.
 */
#include "guest.h"

static struct xencons_interface *ring;
static evtchn_port_t ring_port;

int console_open(void)
{
	return is_initial_domain() ? 0 : console_place(&ring, &ring_port);
}

static void ring_notify(void)
{
	struct evtchn_send send = { .port = ring_port };

	EVENT_CHANNEL_OP(EVTCHNOP_send, &send);
}

static void ring_write(const char *text, size_t length)
{
	volatile XENCONS_RING_IDX *consumer = &ring->out_cons;
	XENCONS_RING_IDX producer = ring->out_prod;

	while (length > 0) {
		if (producer - *consumer < sizeof(ring->out)) {
			ring->out[producer++ & (sizeof(ring->out) - 1)] = *text++;
			length--;
			continue;
		}
		/* Full: hand over what is there and wait until the daemon has made room. */
		barrier();
		ring->out_prod = producer;
		ring_notify();
		yield();
	}
	barrier();
	ring->out_prod = producer;
	ring_notify();
}

void console_write(const char *text, size_t length)
{
	if (is_initial_domain())
		HYPERVISOR_console_io(CONSOLEIO_write, (unsigned int)length, (char *)text);
	else
		ring_write(text, length);
}

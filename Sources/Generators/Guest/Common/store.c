/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * XenStore: requests and answers by a ring each, in the page that the toolstack gave us. One request
 * at a time, without transactions and watches; relative paths are those of the domain's own directory.
 */
#include "guest.h"

static struct xenstore_domain_interface *ring;
static evtchn_port_t ring_port;
static uint32_t last_request;

/* 0, or -1 where there is none: the initial domain is there before the store is. */
int store_open(void)
{
	if (ring != NULL)
		return 0;
	return is_initial_domain() ? -1 : store_place(&ring, &ring_port);
}

static void notify(void)
{
	struct evtchn_send send = { .port = ring_port };

	EVENT_CHANNEL_OP(EVTCHNOP_send, &send);
}

static void send(const void *bytes, size_t length)
{
	const char *from = bytes;
	XENSTORE_RING_IDX producer = ring->req_prod;

	while (length > 0) {
		if (producer - *(volatile XENSTORE_RING_IDX *)&ring->req_cons < sizeof(ring->req)) {
			ring->req[producer++ & (sizeof(ring->req) - 1)] = *from++;
			length--;
			continue;
		}
		/* Full: hand over what is there. */
		barrier();
		ring->req_prod = producer;
		notify();
		await(ring_port, 0);
	}
	barrier();
	ring->req_prod = producer;
}

/* What does not fit into `size` is lost. */
static void receive(void *bytes, size_t size, size_t length)
{
	char *to = bytes;
	XENSTORE_RING_IDX consumer = ring->rsp_cons;
	size_t i;

	for (i = 0; i < length; i++) {
		while (*(volatile XENSTORE_RING_IDX *)&ring->rsp_prod == consumer) {
			notify();
			await(ring_port, 0);
		}
		barrier();
		if (i < size)
			to[i] = ring->rsp[consumer & (sizeof(ring->rsp) - 1)];
		consumer++;
		barrier();
		ring->rsp_cons = consumer;
	}
	notify();
}

/* The length of the answer, which is text with a NUL behind it; -1 for an error. */
static long request(uint32_t type, const char *path, const char *value, char *answer, size_t size)
{
	size_t name = text_length(path) + 1, more = value == NULL ? 0 : text_length(value);
	struct xsd_sockmsg head = {
		.type = type, .req_id = ++last_request, .len = (uint32_t)(name + more),
	};

	if (store_open() != 0)
		return -1;
	send(&head, sizeof(head));
	send(path, name);
	send(value, more);
	notify();
	do {
		receive(&head, sizeof(head), sizeof(head));
		receive(answer, size - 1, head.len);
	} while (head.req_id != last_request);
	answer[head.len < size ? head.len : size - 1] = '\0';
	return head.type == type ? (long)head.len : -1;
}

long store_read(const char *path, char *value, size_t size)
{
	return request(XS_READ, path, NULL, value, size);
}

long store_write(const char *path, const char *value)
{
	char answer[16];

	return request(XS_WRITE, path, value, answer, sizeof(answer));
}

/* Names, a NUL behind each. */
long store_list(const char *path, char *names, size_t size)
{
	return request(XS_DIRECTORY, path, NULL, names, size);
}

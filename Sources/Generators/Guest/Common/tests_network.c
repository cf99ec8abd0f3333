/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A network front end of one exchange: asks by ARP who has the address of the bridge, and takes the
 * answer.
 */
#include "guest.h"

/* Of either ring: the power of 2 that a page has room for. */
#define SLOTS 256
/* To receive into. */
#define FRAMES 16
/* Where nobody answers, the question is repeated so often, a second apart. */
#define QUESTIONS 600

static char send_page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static char receive_page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static char question_page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static char frames[FRAMES][PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static grant_ref_t references[FRAMES];
/* Of requests to send, of frames to receive into, and of those that came back. */
static uint32_t asked, given, taken;

#define send_ring ((volatile struct netif_tx_sring *)send_page)
#define receive_ring ((volatile struct netif_rx_sring *)receive_page)

/* Ethernet and IPv4 ARP, RFC 826. */
struct arp {
	uint8_t to[6], from[6];
	uint8_t ether_type[2];
	uint8_t hardware_type[2], protocol_type[2], hardware_length, protocol_length, operation[2];
	uint8_t sender[6], sender_address[4], target[6], target_address[4];
};

/* As `pvkit boot --net` has them: the guest's first card, and the bridge. */
static const uint8_t own_address[4] = { 10, 0, 2, 15 }, bridge_address[4] = { 10, 0, 2, 1 };

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* 00:16:3e:00:00:01; 0 or -1. */
static int parse_mac(const char *text, uint8_t *mac)
{
	unsigned int i;

	for (i = 0; i < 6; i++, text += 3) {
		if (digit(text[0]) < 0 || digit(text[1]) < 0 || text[2] != (i < 5 ? ':' : '\0'))
			return -1;
		mac[i] = (uint8_t)(digit(text[0]) << 4 | digit(text[1]));
	}
	return 0;
}

static void make_question(const uint8_t *mac)
{
	struct arp question = {
		.to = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
		.ether_type = { 0x08, 0x06 },
		.hardware_type = { 0, 1 },
		.protocol_type = { 0x08, 0x00 },
		.hardware_length = 6,
		.protocol_length = 4,
		.operation = { 0, 1 },
	};

	__builtin_memcpy(question.from, mac, 6);
	__builtin_memcpy(question.sender, mac, 6);
	__builtin_memcpy(question.sender_address, own_address, 4);
	__builtin_memcpy(question.target_address, bridge_address, 4);
	__builtin_memcpy(question_page, &question, sizeof(question));
}

static int is_same(const uint8_t *a, const uint8_t *b, size_t count)
{
	while (count > 0 && *a == *b) {
		a++;
		b++;
		count--;
	}
	return count == 0;
}

static int is_answer(const char *frame, const uint8_t *mac)
{
	const struct arp *answer = (const struct arp *)frame;

	return answer->ether_type[0] == 0x08 && answer->ether_type[1] == 0x06 &&
	    answer->operation[1] == 2 && is_same(answer->to, mac, 6) &&
	    is_same(answer->sender_address, bridge_address, 4);
}

static void give_frame(unsigned int number)
{
	struct netif_rx_request request = { .id = (uint16_t)number, .gref = references[number] };

	__builtin_memcpy((void *)&receive_ring->ring[given++ % SLOTS].req, &request, sizeof(request));
	barrier();
	receive_ring->req_prod = given;
}

static void ask(const struct device *card, grant_ref_t question)
{
	struct netif_tx_request request = {
		.gref = question, .id = (uint16_t)asked, .size = sizeof(struct arp),
	};

	__builtin_memcpy((void *)&send_ring->ring[asked++ % SLOTS].req, &request, sizeof(request));
	barrier();
	send_ring->rsp_event = asked;
	send_ring->req_prod = asked;
	device_notify(card);
}

/* Takes what has arrived, and gives the frames back; whether the answer was among it. */
static int take_frames(const struct device *card, const uint8_t *mac, uint8_t *found)
{
	int answered = 0;

	while (taken != receive_ring->rsp_prod) {
		struct netif_rx_response response;
		const char *frame;

		barrier();
		__builtin_memcpy(&response, (void *)&receive_ring->ring[taken++ % SLOTS].rsp, sizeof(response));
		if (response.id >= FRAMES || response.offset > PAGE_SIZE - sizeof(struct arp))
			return 0;
		frame = frames[response.id] + response.offset;
		if (response.status >= (int16_t)sizeof(struct arp) && is_answer(frame, mac)) {
			__builtin_memcpy(found, ((const struct arp *)frame)->sender, 6);
			answered = 1;
		}
		give_frame(response.id);
		receive_ring->rsp_event = taken + 1;
	}
	device_notify(card);
	return answered;
}

/* Whether there was an answer. */
static int exchange(const struct device *card, grant_ref_t question, const uint8_t *mac, uint8_t *found)
{
	unsigned int i;

	for (i = 0; i < QUESTIONS; i++) {
		uint64_t deadline = system_time() + SECOND;

		ask(card, question);
		while (await(card->port, deadline) == 0)
			if (take_frames(card, mac, found))
				return 1;
		if (take_frames(card, mac, found))
			return 1;
	}
	return 0;
}

/* 0 when the back end is connected to both rings. */
static int connect_card(struct device *card, uint8_t *mac, grant_ref_t *shared)
{
	char text[24];
	unsigned int i;

	send_ring->req_event = send_ring->rsp_event = 1;
	receive_ring->req_event = receive_ring->rsp_event = 1;
	shared[0] = grant_page(send_page, card->backend_domain, 0);
	shared[1] = grant_page(receive_page, card->backend_domain, 0);
	for (i = 0; i < FRAMES; i++) {
		references[i] = grant_page(frames[i], card->backend_domain, 0);
		give_frame(i);
	}
	if (device_read(card, "mac", text, sizeof(text)) <= 0 || parse_mac(text, mac) != 0 ||
	    device_wait(card, XenbusStateInitWait) != 0 ||
	    device_write(card, "tx-ring-ref", shared[0]) < 0 ||
	    device_write(card, "rx-ring-ref", shared[1]) < 0 ||
	    device_write(card, "request-rx-copy", 1) < 0 || device_write(card, "feature-rx-notify", 1) < 0)
		return -1;
	return device_connect(card, XenbusStateConnected);
}

static void test_network(void)
{
	struct device card;
	grant_ref_t shared[2], question;
	uint8_t mac[6], found[6] = { 0 };
	int answered, closed;
	unsigned int i, held = 0;

	if (device_open(&card, "vif") != 0) {
		tap(1, "network front end # SKIP no card");
		return;
	}
	if (connect_card(&card, mac, shared) != 0) {
		tap(0, "network front end: %s is not connected", card.directory);
		return;
	}
	make_question(mac);
	question = grant_page(question_page, card.backend_domain, 1);
	answered = exchange(&card, question, mac, found);
	closed = device_close(&card);
	for (i = 0; i < FRAMES; i++)
		held += end_grant(references[i]) != 0;
	held += (end_grant(shared[0]) != 0) + (end_grant(shared[1]) != 0) + (end_grant(question) != 0);
	tap(answered && closed == 0 && held == 0,
	    "network front end: ARP asked %u times, bridge at %x:%x:%x:%x:%x:%x, closed %d, %u grants held",
	    asked, found[0], found[1], found[2], found[3], found[4], found[5], closed, held);
}

test_function *const network_tests[] = {
	test_network,
	NULL,
};

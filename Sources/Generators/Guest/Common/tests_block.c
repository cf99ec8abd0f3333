/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A block front end of one request: connects, reads the first sectors, lets go.
 */
#include "guest.h"

/* Sectors of a page. */
#define SECTORS (PAGE_SIZE / 512)

static char ring_page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static char data[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

/* 0 or the back end's negative status; -1000 when the answer is none to this request. */
static int read_first(struct device *disk, uint16_t handle, grant_ref_t reference)
{
	volatile struct blkif_sring *ring = (volatile struct blkif_sring *)ring_page;
	struct blkif_request request = {
		.operation = BLKIF_OP_READ,
		.nr_segments = 1,
		.handle = handle,
		.id = 0x706b,
		.seg = { { .gref = reference, .first_sect = 0, .last_sect = SECTORS - 1 } },
	};
	struct blkif_response response;

	__builtin_memcpy((void *)&ring->ring[0].req, &request, sizeof(request));
	barrier();
	ring->req_prod = 1;
	device_notify(disk);
	while (ring->rsp_prod != 1)
		await(disk->port, 0);
	barrier();
	__builtin_memcpy(&response, (void *)&ring->ring[0].rsp, sizeof(response));
	return response.id == request.id ? response.status : -1000;
}

/* A hash that can be computed anywhere: 31 times the last one and the byte. */
static uint32_t hash(void)
{
	uint32_t value = 0;
	size_t i;

	for (i = 0; i < PAGE_SIZE; i++)
		value = value * 31 + (uint8_t)data[i];
	return value;
}

static void test_block(void)
{
	volatile struct blkif_sring *ring = (volatile struct blkif_sring *)ring_page;
	struct device disk;
	grant_ref_t shared, reference;
	uint64_t sectors = 0, handle = 0;
	char text[24];
	int status, closed;

	if (device_open(&disk, "vbd") != 0) {
		tap(1, "block front end # SKIP no disk");
		return;
	}
	ring->req_event = ring->rsp_event = 1;
	shared = grant_page(ring_page, disk.backend_domain, 0);
	reference = grant_page(data, disk.backend_domain, 0);
	if (device_read(&disk, "virtual-device", text, sizeof(text)) <= 0 ||
	    text_number(text, &handle) != 0 || device_wait(&disk, XenbusStateInitWait) != 0 ||
	    device_write(&disk, "ring-ref", shared) < 0 ||
	    device_connect(&disk, XenbusStateInitialised) != 0 ||
	    device_write(&disk, "state", XenbusStateConnected) < 0 ||
	    backend_read_number(&disk, "sectors", &sectors) != 0) {
		tap(0, "block front end: %s is not connected", disk.directory);
		return;
	}
	status = read_first(&disk, (uint16_t)handle, reference);
	closed = device_close(&disk);
	tap(status == BLKIF_RSP_OKAY && closed == 0 && end_grant(shared) == 0 && end_grant(reference) == 0,
	    "block front end: %llu sectors, status %d, hash of the first 8 0x%x, closed %d",
	    (unsigned long long)sectors, status, hash(), closed);
}

test_function *const block_tests[] = {
	test_block,
	NULL,
};

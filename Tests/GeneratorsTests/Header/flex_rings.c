// SPDX-License-Identifier: GPL-2.0-only
// Rings of bytes, written and read in packets of every size from every place; prints what they
// hold. Compiled against libxen-dev's headers and generated ones, it must print the same.
#define __XEN_INTERFACE_VERSION__ 0x00040e00
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#define xen_mb() __sync_synchronize()
#define xen_rmb() __sync_synchronize()
#define xen_wmb() __sync_synchronize()
#define XEN_WANT_FLEX_CONSOLE_RING
#include <xen/xen.h>
#include <xen/grant_table.h>
#include <xen/io/9pfs.h>
#include <xen/io/console.h>
#include <xen/io/pvcalls.h>

DEFINE_XEN_FLEX_RING(plain);
DEFINE_XEN_FLEX_RING_AND_INTF(shared);

enum { RING = 32 };

static unsigned char ring[RING];

static void show(const char *name, const unsigned char *bytes, size_t count)
{
	size_t index;

	printf("%s", name);
	for (index = 0; index < count; index++)
		printf(" %02x", bytes[index]);
	printf("\n");
}

/* One packet in and out, the rest of the ring untouched. */
static void pass(RING_IDX place, unsigned int size)
{
	unsigned char packet[RING], back[RING];
	RING_IDX prod = place, cons = place;
	unsigned int index;

	memset(ring, 0xee, sizeof(ring));
	memset(back, 0xdd, sizeof(back));
	for (index = 0; index < sizeof(packet); index++)
		packet[index] = (unsigned char)(index + 1);
	plain_write_packet(ring, packet, size, &prod, cons, RING);
	show("ring", ring, sizeof(ring));
	plain_read_packet(back, ring, size, prod, &cons, RING);
	show("back", back, sizeof(back));
	printf("%u %u\n", prod, cons);
}

/* Two packets, the second read in parts, while counts run over. */
static void stream(void)
{
	RING_IDX prod = (RING_IDX)-40, cons = (RING_IDX)-40;
	unsigned int turn, next = 0;

	for (turn = 0; turn < 40; turn++) {
		unsigned char packet[RING], back[RING];
		unsigned int room = RING - shared_queued(prod, cons, RING);
		unsigned int index, size = (turn * 7 + 3) % (room + 1), wanted;
		RING_IDX masked_prod = shared_mask(prod, RING), masked_cons = shared_mask(cons, RING);

		for (index = 0; index < size; index++)
			packet[index] = (unsigned char)next++;
		shared_write_packet(ring, packet, size, &masked_prod, masked_cons, RING);
		prod += size;
		wanted = shared_queued(prod, cons, RING) * (turn % 4) / 3;
		shared_read_packet(back, ring, wanted, masked_prod, &masked_cons, RING);
		cons += wanted;
		printf("%u in, %u out, %u left, at %u\n", size, wanted, shared_queued(prod, cons, RING),
		       masked_cons);
		show("read", back, wanted);
	}
}

static void counts(void)
{
	static const RING_IDX values[] = { 0, 1, 31, 32, 33, 64, 0x7fffffff, 0xfffffff0, 0xffffffff };
	unsigned int a, b;

	for (a = 0; a < sizeof(values) / sizeof(values[0]); a++) {
		printf("%u %d\n", plain_mask(values[a], RING),
		       (int)(plain_get_ring_ptr(ring, values[a], RING) -
			     shared_get_ring_ptr(ring, values[a], RING / 2)));
		for (b = 0; b < sizeof(values) / sizeof(values[0]); b++)
			printf(" %u", plain_queued(values[a], values[b], RING));
		printf("\n");
	}
}

static void places(void)
{
	struct plain_data data = { .in = ring, .out = ring + 1 };

	printf("%d\n", (int)(data.out - data.in));
	printf("%u %u %u\n", (unsigned)sizeof(struct shared_data_intf),
	       (unsigned)offsetof(struct shared_data_intf, out_cons),
	       (unsigned)offsetof(struct shared_data_intf, ref));
	printf("%u %u\n", (unsigned)sizeof(struct xen_9pfs_data_intf),
	       (unsigned)offsetof(struct xen_9pfs_data_intf, ring_order));
	printf("%u %u %u\n", xen_9pfs_queued(5, 3, 8), pvcalls_mask(13, 8), xencons_queued(9, 1, 8));
	printf("%u\n", (unsigned)(sizeof(struct xen_9pfs_data) + sizeof(struct pvcalls_data) +
				  sizeof(struct xencons_data)));
	printf("%lu\n", XEN_FLEX_RING_SIZE(2));
}

int main(void)
{
	RING_IDX place;
	unsigned int size;

	for (place = 0; place < RING; place++)
		for (size = 0; size <= RING; size++)
			pass(place, size);
	stream();
	counts();
	places();
	return 0;
}

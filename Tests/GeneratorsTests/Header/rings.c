// SPDX-License-Identifier: GPL-2.0-only
// Both ends of a block ring in one process; prints what they see. Compiled against libxen-dev's
// headers and generated ones, it must print the same.
#define __XEN_INTERFACE_VERSION__ 0x00040e00
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#define xen_mb() pass()
#define xen_rmb() __sync_synchronize()
#define xen_wmb() __sync_synchronize()
#include <xen/xen.h>
#include <xen/memory.h>
#include <xen/trace.h>
#include <xen/vcpu.h>
#include <xen/arch-x86/cpuid.h>
#include <xen/arch-x86/xen-mca.h>
#include <xen/hvm/dm_op.h>
#include <xen/io/blkif.h>
#include <xen/io/console.h>
#include <xen/io/displif.h>
#include <xen/io/fbif.h>
#include <xen/io/kbdif.h>
#include <xen/io/netif.h>
#include <xen/io/usbif.h>
#include <xen/io/vscsiif.h>
#include <xen/io/xs_wire.h>

struct ping { uint32_t id; char text[9]; };
struct pong { uint64_t id; };
DEFINE_RING_TYPES(echo, struct ping, struct pong);

static union { blkif_sring_t ring; char bytes[4096]; } page;
char places[__CONST_RING_SIZE(blkif, 4096)];

/* A count of the other end's that moves while this one passes its barrier. */
static RING_IDX *moving;

static void pass(void)
{
	__sync_synchronize();
	if (moving)
		++*moving;
	moving = NULL;
}

#define SHOW(value) printf("%s %llu\n", #value, (unsigned long long)(value))

/* As many requests as there is room for, up to a number; whether the back wants an event. */
static int ask(blkif_front_ring_t *front, unsigned int count)
{
	int notify;

	while (count-- && !RING_FULL(front)) {
		blkif_request_t *request = RING_GET_REQUEST(front, front->req_prod_pvt);
		blkif_sector_t sector = 8 * front->req_prod_pvt;
		blkif_vdev_t device = 51712;

		memset(request, 0, sizeof(*request));
		request->operation = BLKIF_OP_READ;
		request->handle = device;
		request->id = front->req_prod_pvt;
		request->sector_number = sector;
		front->req_prod_pvt++;
	}
	RING_PUSH_REQUESTS_AND_CHECK_NOTIFY(front, notify);
	printf("asked: %u free %u notify %d\n", front->sring->req_prod, RING_FREE_REQUESTS(front),
	       !!notify);
	return notify;
}

/* Answers up to a number of requests; whether the front wants an event. */
static int serve(blkif_back_ring_t *back, unsigned int count)
{
	int more, notify;

	printf("serving: %u waiting\n", (unsigned int)RING_HAS_UNCONSUMED_REQUESTS(back));
	while (count-- && RING_HAS_UNCONSUMED_REQUESTS(back) &&
	       !RING_REQUEST_CONS_OVERFLOW(back, back->req_cons)) {
		blkif_response_t *response;
		blkif_request_t request;

		RING_COPY_REQUEST(back, back->req_cons, &request);
		back->req_cons++;
		response = RING_GET_RESPONSE(back, back->rsp_prod_pvt);
		response->id = request.id;
		response->operation = request.operation;
		response->status = request.sector_number % 16 ? BLKIF_RSP_OKAY : BLKIF_RSP_ERROR;
		back->rsp_prod_pvt++;
	}
	RING_PUSH_RESPONSES_AND_CHECK_NOTIFY(back, notify);
	RING_FINAL_CHECK_FOR_REQUESTS(back, more);
	printf("served: %u notify %d more %d wakes at %u\n", back->sring->rsp_prod, !!notify, !!more,
	       back->sring->req_event);
	return notify;
}

static void take(blkif_front_ring_t *front)
{
	int more;

	do {
		while (RING_HAS_UNCONSUMED_RESPONSES(front)) {
			blkif_response_t response;

			RING_COPY_RESPONSE(front, front->rsp_cons, &response);
			front->rsp_cons++;
			printf("taken: %llu status %d\n", (unsigned long long)response.id, response.status);
		}
		RING_FINAL_CHECK_FOR_RESPONSES(front, more);
	} while (more);
	printf("rests: wakes at %u\n", front->sring->rsp_event);
}

static void rings(void)
{
	static const unsigned int batches[][2] = { { 1, 1 }, { 40, 10 }, { 0, 60 }, { 9, 0 }, { 7, 99 } };
	blkif_front_ring_t front;
	blkif_back_ring_t back;
	unsigned int turn;
	int more;

	memset(&page, 0xa5, sizeof(page));
	XEN_FRONT_RING_INIT(&front, &page.ring, sizeof(page));
	BACK_RING_INIT(&back, &page.ring, sizeof(page));
	SHOW(RING_SIZE(&front));
	SHOW(__RING_SIZE(&page.ring, 8192));
	SHOW(sizeof(places));
	for (turn = 0; turn < 2 * sizeof(batches) / sizeof(batches[0]); turn++) {
		ask(&front, batches[turn % 5][0]);
		serve(&back, batches[turn % 5][1]);
		take(&front);
	}
	/* No event for what the front has been woken for already. */
	ask(&front, 3);
	serve(&back, 1);
	serve(&back, 1);
	take(&front);
	SHOW(RING_REQUEST_CONS_OVERFLOW(&back, back.rsp_prod_pvt + RING_SIZE(&back) - 1));
	SHOW(RING_REQUEST_CONS_OVERFLOW(&back, back.rsp_prod_pvt + RING_SIZE(&back)));
	SHOW(RING_REQUEST_PROD_OVERFLOW(&back, back.rsp_prod_pvt + RING_SIZE(&back)));
	SHOW(RING_REQUEST_PROD_OVERFLOW(&back, back.rsp_prod_pvt + RING_SIZE(&back) + 1));
	SHOW(RING_RESPONSE_PROD_OVERFLOW(&front, front.rsp_cons + 33));
	moving = &page.ring.rsp_prod;
	RING_FINAL_CHECK_FOR_RESPONSES(&front, more);
	SHOW(more);
	page.ring.req_prod = back.req_cons + 100000;
	SHOW(RING_HAS_UNCONSUMED_REQUESTS(&back));
	/* Counts that run over. */
	SHARED_RING_INIT(&page.ring);
	page.ring.req_prod = page.ring.rsp_prod = -3;
	page.ring.req_event = page.ring.rsp_event = -2;
	FRONT_RING_ATTACH(&front, &page.ring, page.ring.rsp_prod, sizeof(page));
	BACK_RING_ATTACH(&back, &page.ring, page.ring.req_prod, sizeof(page));
	ask(&front, 5);
	serve(&back, 9);
	take(&front);
	RING_PUSH_REQUESTS(&front);
	RING_PUSH_RESPONSES(&back);
}

static void sizes(void)
{
	unsigned int bytes;

	SHOW(__CONST_RING_SIZE(netif_tx, 4096));
	SHOW(__CONST_RING_SIZE(netif_rx, 4096));
	for (bytes = 64; bytes < 5000; bytes += 37)
		printf("%u: %u\n", bytes, (unsigned int)__CONST_RING_SIZE(echo, bytes));
	SHOW(XEN_FLEX_RING_SIZE(4));
	SHOW(sizeof(echo_sring_t));
	SHOW(offsetof(struct echo_sring, ring));
	SHOW(sizeof(echo_front_ring_t));
	SHOW(sizeof(struct echo_back_ring));
}

static void helpers(void)
{
	static const xen_uuid_t uuid = XEN_DEFINE_UUID_(0x00112233, 0x4455, 0x6677, 0x8899, 1, 2, 3, 4, 5, 6);
	trap_info_t trap = { .flags = 0 };
	struct mcinfo_common *entry;
	mc_info_t *records = NULL;
	mc_info_t some;
	unsigned int index;
	uint32_t pipe = usbif_setunlink_pipe(usbif_setportnum_pipe(0x80128a80, 5));
	static struct { struct xencons_interface console; } console;

	TI_SET_DPL(&trap, 3);
	TI_SET_IF(&trap, 77);
	SHOW(trap.flags);
	TI_SET_IF(&trap, 0);
	SHOW(TI_GET_DPL(&trap));
	SHOW(TI_GET_IF(&trap));
	SHOW(xen_pfn_to_cr3(0x123456));
	SHOW(xen_cr3_to_pfn(xen_pfn_to_cr3(0x123456)));
	SHOW((uintptr_t)machine_to_phys_mapping);
	SHOW(offsetof(struct shared_info, xen_wc_sec_hi));
	SHOW(sizeof(struct xen_vga_console_info) == sizeof(xen_vga_console_info_t));
	printf("%" PRI_xen_pfn " %" PRIu_xen_pfn " %" PRI_xen_ulong "\n", (xen_pfn_t)77, (xen_pfn_t)77,
	       (xen_ulong_t)77);
	SHOW(xen_mk_uint(1) + xen_mk_ulong(2) + xen_mk_ullong(4));
	for (index = 0; index < sizeof(uuid); index++)
		printf("%x ", uuid.a[index]);
	x86_mcinfo_lookup(entry, records, 1);
	SHOW(entry != NULL);
	memset(&some, 0, sizeof(some));
	some.mi_nentries = 2;
	x86_mcinfo_first(&some)->size = 40;
	x86_mcinfo_next(x86_mcinfo_first(&some))->type = 2;
	records = &some;
	x86_mcinfo_lookup(entry, records, 2);
	SHOW((char *)entry - (char *)&some);
	x86_mcinfo_lookup(entry, records, 3);
	SHOW(entry != NULL);
	SHOW(usbif_pipeportnum(pipe));
	SHOW(!usbif_pipesubmit(pipe) + 2 * !usbif_pipeout(pipe) + 4 * !usbif_pipein(pipe));
	SHOW(usbif_pipedevice(pipe));
	SHOW(usbif_pipeendpoint(pipe));
	SHOW(usbif_pipetype(pipe));
	SHOW(usbif_pipebulk(pipe) + 2 * usbif_pipectrl(pipe) + 4 * usbif_pipeint(pipe));
	SHOW(MASK_XENCONS_IDX(5000, console.console.in));
	SHOW(MASK_XENSTORE_IDX(5000));
	SHOW((char *)&XENFB_OUT_RING_REF(&page, 1000) - (char *)&page);
	SHOW((char *)&XENKBD_IN_RING_REF(&page, 1000) - (char *)&page);
	SHOW((char *)&XENDISPL_IN_RING_REF(&page, 1000) - (char *)&page);
	SHOW(XENMEMF_exact_node(3));
	SHOW(XENMEMF_get_node(XENMEMF_node(7)));
	SHOW(XENMEMF_get_address_bits(XENMEMF_address_bits(32)));
	SHOW(TRC_SCHED_CLASS_EVT(CSCHED2, 5));
	SHOW(TRC_HD_EXTRA(0x70000000u));
	SHOW(TRC_HD_INCLUDES_CYCLE_COUNT(0x80000000u));
	SHOW(TRC_PV_HYPERCALL_V2_ARG_64(2) + TRC_PV_HYPERCALL_V2_ARG_32(3));
	SHOW(XEN_DMOP_PCI_SBDF(1, 2, 3, 4));
	SHOW(XEN_CPUID_LEAF(3));
	SHOW(XEN_VSCSIIF_RSLT_HOST(0x123456) + XEN_VSCSIIF_RSLT_STATUS(0x123456));
	SHOW(xen_vcpu_physid_to_x86_apicid(0x500000007ull));
	SHOW(xen_vcpu_physid_to_x86_acpiid(0x500000007ull));
}

/* Never run: Xen alone carries it out. Its bytes are compared. */
void emulated(void);
void emulated(void)
{
	__asm__ __volatile__(XEN_CPUID : : : "eax", "ecx", "edx", "memory");
}

int main(void)
{
	const unsigned char *code = (const unsigned char *)(uintptr_t)&emulated;
	unsigned int index;

	rings();
	sizes();
	helpers();
	for (index = 0; index < 40; index++)
		if (!memcmp(code + index, "\x0f\x0bxen\x0f\xa2", 7))
			printf("cpuid by Xen\n");
	return 0;
}

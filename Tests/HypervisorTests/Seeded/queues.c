/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In place of the tests of a generated guest: events by queues (EVTCHNOP_init_control), a poll for a
 * masked port, grants of version 2, maps of the guest's own grants, and a second vCPU that begins with
 * a virtual IOPL. A line says what was found.
 */
#include "answers.h"
#include "pv.h"

/* Of answers.c, which is not there. */
const long first_with_shim;
const unsigned int never_on_shim;

#define BIT(name) (1U << EVTCHN_FIFO_ ## name)

FRAME_WINDOW(control_page);
FRAME_WINDOW(array_page);
FRAME_WINDOW(uses_page);
FRAME_WINDOW(granted_page);
FRAME_WINDOW(copied_page);

static struct evtchn_fifo_control_block *const control = (void *)control_page;
static volatile uint32_t *const words = (void *)array_page;

static evtchn_port_t new_port(void)
{
	struct evtchn_bind_ipi request = { .vcpu = 0 };

	return EVENT_CHANNEL_OP(EVTCHNOP_bind_ipi, &request) == 0 ? request.port : 0;
}

static long send(evtchn_port_t port)
{
	struct evtchn_send request = { .port = port };

	return EVENT_CHANNEL_OP(EVTCHNOP_send, &request);
}

/* Takes the first port of a queue, as a guest does; 0 if there is none. */
static evtchn_port_t take(unsigned int priority)
{
	evtchn_port_t port = control->head[priority];
	uint32_t word;

	if (port == 0)
		return 0;
	word = words[port];
	words[port] = word & ~(BIT(LINKED) | BIT(PENDING) | EVTCHN_FIFO_LINK_MASK);
	control->head[priority] = word & EVTCHN_FIFO_LINK_MASK;
	return port;
}

static unsigned int take_ready(void)
{
	return __atomic_exchange_n(&control->ready, 0, __ATOMIC_SEQ_CST);
}

/* Of the console, the store and others: they stay masked. */
static void mask_all(void)
{
	unsigned int port;

	for (port = 0; port < PAGE_SIZE / 4; port++)
		words[port] |= BIT(MASKED);
}

static void use_queues(void)
{
	struct evtchn_init_control init = { .control_gfn = (uint64_t)-2 };
	struct evtchn_expand_array expand = { .array_gfn = frame_of(array_page) };
	struct evtchn_set_priority urgent = { .priority = EVTCHN_FIFO_PRIORITY_MAX };
	struct evtchn_unmask unmask;
	evtchn_port_t early = new_port(), first = new_port(), second = new_port();
	evtchn_port_t taken[3];
	unsigned int ready;
	long errors[4];

	send(early);
	errors[0] = EVENT_CHANNEL_OP(EVTCHNOP_expand_array, &expand);
	errors[1] = EVENT_CHANNEL_OP(EVTCHNOP_init_control, &init);
	init.control_gfn = frame_of(control_page);
	init.offset = 4;
	errors[2] = EVENT_CHANNEL_OP(EVTCHNOP_init_control, &init);
	init.offset = 0;
	errors[3] = EVENT_CHANNEL_OP(EVTCHNOP_init_control, &init);
	print("control: %ld %ld %ld %ld, %d bits\n", errors[0], errors[1], errors[2], errors[3],
	      init.link_bits);
	mask_all();
	words[early] = words[first] = words[second] = 0;
	errors[0] = EVENT_CHANNEL_OP(EVTCHNOP_expand_array, &expand);
	errors[1] = EVENT_CHANNEL_OP(EVTCHNOP_init_control, &init);
	print("array: %ld, again %ld\n", errors[0], errors[1]);
	ready = take_ready();
	print("early: ready %x, its turn %d\n", ready, take(7) == early);

	send(first);
	send(second);
	send(first);
	ready = take_ready();
	taken[0] = take(7);
	taken[1] = take(7);
	taken[2] = take(7);
	print("two: ready %x, in order %d %d, then %d\n", ready, taken[0] == first,
	      taken[1] == second, taken[2]);
	urgent.port = second;
	errors[0] = EVENT_CHANNEL_OP(EVTCHNOP_set_priority, &urgent);
	send(first);
	send(second);
	ready = take_ready();
	taken[0] = take(0);
	taken[1] = take(7);
	print("urgent: %ld, ready %x, first %d, other %d\n", errors[0], ready,
	      taken[0] == second, taken[1] == first);
	words[first] |= BIT(MASKED);
	send(first);
	ready = take_ready();
	print("masked: ready %x, pending %d\n", ready, (words[first] & BIT(PENDING)) != 0);
	unmask.port = first;
	EVENT_CHANNEL_OP(EVTCHNOP_unmask, &unmask);
	ready = take_ready();
	print("unmasked: ready %x, its turn %d\n", ready, take(7) == first);
	urgent.priority = 16;
	errors[0] = EVENT_CHANNEL_OP(EVTCHNOP_set_priority, &urgent);
	print("no such priority: %ld\n", errors[0]);
}

/* Of the masked port of a timer. */
static void poll_masked(void)
{
	struct evtchn_bind_virq bind = { .virq = VIRQ_TIMER };
	struct sched_poll poll = { .nr_ports = 1, .timeout = system_time() + 10 * SECOND };
	evtchn_port_t port;
	int is_late;

	EVENT_CHANNEL_OP(EVTCHNOP_bind_virq, &bind);
	port = bind.port;
	shared_info->evtchn_mask[0] |= 1UL << port;
	poll.ports.p = &port;
	HYPERVISOR_set_timer_op(system_time() + SECOND / 10);
	HYPERVISOR_sched_op(SCHEDOP_poll, &poll);
	is_late = system_time() >= poll.timeout;
	print("polled: pending %d, late %d\n", take_pending(port), is_late);
	close_port(port);
}

static domid_t own_id(void)
{
	return is_initial_domain() ? 0 : 1;
}

static long set_version(unsigned int version)
{
	struct gnttab_set_version request = { .version = version };
	long error = HYPERVISOR_grant_table_op(GNTTABOP_set_version, &request, 1);

	return error != 0 ? error : (long)request.version;
}

static void map(void *page, uint64_t entry)
{
	HYPERVISOR_update_va_mapping((unsigned long)page, entry, UVMF_INVLPG);
}

static void use_entries(void)
{
	volatile union grant_entry_v2 *entries = grant_table_place();
	volatile struct grant_entry_v1 *old = (void *)entries;
	volatile uint16_t *uses = (void *)uses_page;
	struct gnttab_get_status_frames status = { .dom = DOMID_SELF, .nr_frames = 1 };
	struct gnttab_copy copy = { .flags = GNTCOPY_source_gref, .len = 8 };
	uint64_t frame = 0;
	long answers[3];
	uint64_t own = (uint64_t)frame_of(uses_page) << PAGE_SHIFT | PTE_PRESENT | PTE_WRITABLE;

	old[3].domid = 5;
	old[3].frame = 77;
	old[3].flags = GTF_permit_access;
	old[9].flags = GTF_permit_access;
	answers[0] = set_version(3);
	answers[1] = set_version(1);
	answers[2] = set_version(2);
	print("versions: %ld %ld %ld\n", answers[0], answers[1], answers[2]);
	print("kept: %d %d %d, dropped: %d\n", entries[3].hdr.flags, entries[3].hdr.domid,
	      (int)entries[3].full_page.frame, entries[9].hdr.flags);
	status.frame_list.p = &frame;
	HYPERVISOR_grant_table_op(GNTTABOP_get_status_frames, &status, 1);
	print("uses: %d, a frame %d\n", status.status, frame != 0);
	map(uses_page, frame << PAGE_SHIFT | PTE_PRESENT);

	entries[9].hdr.domid = own_id();
	entries[9].full_page.frame = frame_of(granted_page);
	entries[9].hdr.flags = GTF_permit_access | GTF_readonly;
	*(volatile uint64_t *)granted_page = 4711;
	copy.source.u.ref = 9;
	copy.source.domid = copy.dest.domid = DOMID_SELF;
	copy.dest.u.gmfn = frame_of(copied_page);
	HYPERVISOR_grant_table_op(GNTTABOP_copy, &copy, 1);
	print("copied: %d, %d, in use after it %x\n", copy.status, (int)*(volatile uint64_t *)copied_page,
	      uses[9]);
	print("back while mapped: %ld\n", set_version(1));
	map(uses_page, own);
	answers[0] = set_version(1);
	print("back: %ld, kept: %d %d %d, dropped: %d\n", answers[0], old[3].flags,
	      old[3].domid, (int)old[3].frame, old[9].flags);
}

/* Gives the status; leaves the handle in the request. */
static int map_grant(struct gnttab_map_grant_ref *request)
{
	HYPERVISOR_grant_table_op(GNTTABOP_map_grant_ref, request, 1);
	return request->status;
}

static int unmap_grant(grant_handle_t handle, const void *page, uint64_t device)
{
	struct gnttab_unmap_grant_ref request = {
		.handle = handle, .host_addr = (unsigned long)page, .dev_bus_addr = device
	};

	HYPERVISOR_grant_table_op(GNTTABOP_unmap_grant_ref, &request, 1);
	return request.status;
}

#define GRANT 10

static void use_maps(void)
{
	volatile struct grant_entry_v1 *entries = grant_table_place();
	struct gnttab_map_grant_ref both = {
		.ref = GRANT, .dom = own_id(), .host_addr = (unsigned long)uses_page,
		.flags = GNTMAP_host_map | GNTMAP_device_map
	}, reader = both, wrong = both;
	struct gnttab_unmap_and_replace replace = {
		.host_addr = (unsigned long)copied_page, .new_addr = (unsigned long)uses_page
	};
	uint64_t granted = (uint64_t)frame_of(granted_page) << PAGE_SHIFT;
	uint64_t own = (uint64_t)frame_of(uses_page) << PAGE_SHIFT | PTE_PRESENT | PTE_WRITABLE;
	int status[4];

	map(uses_page, 0);
	entries[GRANT].domid = own_id();
	entries[GRANT].frame = frame_of(granted_page);
	entries[GRANT].flags = GTF_permit_access;
	wrong.flags = 0;
	status[0] = map_grant(&wrong);
	wrong.flags = GNTMAP_host_map;
	wrong.ref = 5000;
	status[1] = map_grant(&wrong);
	wrong.ref = GRANT;
	wrong.dom = 99;
	status[2] = map_grant(&wrong);
	wrong.dom = own_id();
	wrong.host_addr = 0x123456789000;
	status[3] = map_grant(&wrong);
	print("no maps: %d %d %d %d, entry %x\n", status[0], status[1], status[2], status[3],
	      entries[GRANT].flags);

	status[0] = map_grant(&both);
	*(volatile uint64_t *)uses_page = 815;
	print("mapped: %d, frame %d, through it %d, entry %x\n", status[0],
	      both.dev_bus_addr == granted, (int)*(volatile uint64_t *)granted_page,
	      entries[GRANT].flags);
	status[0] = unmap_grant(both.handle + 77, uses_page, 0);
	status[1] = unmap_grant(both.handle, NULL, granted + PAGE_SIZE);
	status[2] = unmap_grant(both.handle, uses_page, 0);
	status[3] = unmap_grant(both.handle, uses_page, 0);
	print("unmapped: %d %d %d %d, entry %x\n", status[0], status[1], status[2], status[3],
	      entries[GRANT].flags);
	status[0] = unmap_grant(both.handle, NULL, granted);
	status[1] = unmap_grant(both.handle, NULL, granted);
	print("for devices: %d %d, entry %x\n", status[0], status[1], entries[GRANT].flags);

	/* One whose entry the guest takes away stays in use. */
	map(uses_page, own);
	reader.flags = GNTMAP_host_map | GNTMAP_readonly;
	status[0] = map_grant(&reader);
	print("read-only: %d, entry %x\n", status[0], entries[GRANT].flags);
	map(uses_page, own);
	status[0] = unmap_grant(reader.handle, uses_page, 0);
	print("taken away: %d, entry %x\n", status[0], entries[GRANT].flags);

	/* The entry of another address moves to that of the map. */
	*(volatile uint64_t *)uses_page = 42;
	both.flags = GNTMAP_host_map;
	both.host_addr = (unsigned long)copied_page;
	status[0] = map_grant(&both);
	replace.handle = both.handle;
	HYPERVISOR_grant_table_op(GNTTABOP_unmap_and_replace, &replace, 1);
	print("replaced: %d %d, there is %d, entry %x\n", status[0], replace.status,
	      (int)*(volatile uint64_t *)copied_page, entries[GRANT].flags);
}

static char other_stack[4096] __attribute__((aligned(16)));
static volatile int other_ran;

static void other_entry(void)
{
	unsigned char value;

	__asm__ volatile("inb $0x80, %0" : "=a" (value));
	other_ran = 1;
	for (;;)
		HYPERVISOR_sched_op(SCHEDOP_yield, NULL);
}

/* Its flags say that it may use ports; otherwise it has no handler for what it does. */
static void use_other_vcpu(void)
{
	static struct vcpu_guest_context context;
	uint64_t end = system_time() + SECOND;
	long errors[2];

	context.flags = VGCF_in_kernel;
	context.user_regs.rip = (unsigned long)other_entry;
	context.user_regs.rsp = (unsigned long)other_stack + sizeof(other_stack) - sizeof(long);
	context.user_regs.rflags = 0x1000;
	context.user_regs.cs = FLAT_KERNEL_CS;
	context.user_regs.ss = FLAT_KERNEL_SS;
	context.kernel_ss = FLAT_KERNEL_SS;
	context.kernel_sp = (unsigned long)other_stack + sizeof(other_stack);
	context.ctrlreg[3] = xen_pfn_to_cr3(frame_of((void *)start_info->pt_base));
	errors[0] = HYPERVISOR_vcpu_op(VCPUOP_initialise, 1, &context);
	errors[1] = HYPERVISOR_vcpu_op(VCPUOP_up, 1, NULL);
	while (!other_ran && system_time() < end)
		HYPERVISOR_sched_op(SCHEDOP_yield, NULL);
	print("second vCPU: %ld %ld, ran %d\n", errors[0], errors[1], other_ran);
}

void run_tests(void)
{
	if (grants_open() != 0)
		print("no grants\n");
	poll_masked();
	use_entries();
	use_maps();
	use_queues();
	use_other_vcpu();
}

unsigned int shutdown_reason(void)
{
	return SHUTDOWN_poweroff;
}

void handle_invalid_opcode(struct interrupt_frame *frame)
{
	frame->ip += 2;
}

void handle_events(struct interrupt_frame *frame)
{
	(void)frame;
}

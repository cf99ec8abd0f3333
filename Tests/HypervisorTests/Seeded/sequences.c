/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In place of the tests of a generated guest: random sequences of hypercalls, with right and wrong
 * arguments, and every answer. The command line has the seed, how many calls, and from which one on
 * each is shown with its arguments:
 *
 *	1 1000		answers, 16 a line
 *	1 1000 990	the same, and the last ten with arguments
 *
 * What is called depends on the seed alone, and not on the answers, so that two runs can be compared
 * answer by answer. A pool of pages is all that the calls are about: what frames they have is not the
 * same on two machines, but which of them is meant is.
 */
#include "answers.h"
#include "pv.h"

/* Of answers.c, which is not there. */
const long first_with_shim;
const unsigned int never_on_shim;

#define PAGES 24
#define PTE_USER 0x004U
#define PTE_CACHED_NOT 0x010U
#define PTE_LARGE 0x080U
#define PTE_GLOBAL 0x100U
/* The slots of a root table that are Xen's. */
#define XEN_SLOT 256
/* So many ports from the first free one on. */
#define PORTS 6

static char pool[PAGES][PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static unsigned int random_state;
static evtchn_port_t first_port;

static unsigned int next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state;
}

/* One in so many */
static int rarely(unsigned int times)
{
	return next_random() % times == 0;
}

static unsigned int page_index(void)
{
	return next_random() % PAGES;
}

/* The frame of one of the pool's pages; now and then one that is none of the domain's. */
static unsigned long any_frame(void)
{
	switch (next_random() % 24) {
	case 0: return 0xffffffUL;
	case 1: return frame_of((void *)start_info->pt_base);
	default: return frame_of(pool[page_index()]);
	}
}

static uint64_t flags_of_entry(void)
{
	switch (next_random() % 16) {
	case 0: return 0;
	case 1: return PTE_PRESENT | PTE_LARGE | PTE_ACCESSED;
	case 2: return PTE_PRESENT | PTE_GLOBAL | PTE_ACCESSED | PTE_DIRTY;
	case 3: return PTE_PRESENT | PTE_CACHED_NOT | PTE_ACCESSED | PTE_DIRTY;
	case 4: case 5: case 6:
		return PTE_PRESENT | PTE_WRITABLE | PTE_ACCESSED | PTE_DIRTY;
	case 7: return PTE_PRESENT | PTE_WRITABLE | PTE_USER | PTE_ACCESSED | PTE_DIRTY;
	default: return PTE_PRESENT | PTE_ACCESSED | PTE_DIRTY;
	}
}

static uint64_t any_entry(void)
{
	uint64_t flags = flags_of_entry();

	return flags == 0 ? 0 : (uint64_t)any_frame() << PAGE_SHIFT | flags;
}

/* What a call was about, for whoever looks at its answer */
static char shown[160];

/* Changes an entry of a page of the pool, whatever that page is. */
static long update(unsigned int count)
{
	struct mmu_update requests[3];
	unsigned int i, done = 99;
	domid_t domain = rarely(40) ? 77 : DOMID_SELF;
	long error;

	for (i = 0; i < count; i++) {
		unsigned long index = next_random() % 4;

		if (rarely(16))
			index = XEN_SLOT + next_random() % 16;
		requests[i].ptr = (uint64_t)any_frame() << PAGE_SHIFT | index * 8;
		requests[i].ptr |= rarely(24) ? 3 : rarely(8) ? 2 : 0;
		requests[i].val = any_entry();
	}
	error = HYPERVISOR_mmu_update(requests, count, &done, domain);
	text_print(shown, sizeof(shown), "mmu_update(%u) first %llx = %llx done %u", count,
		   (unsigned long long)requests[0].ptr, (unsigned long long)requests[0].val, done);
	return error * 16 - done;
}

static long update_va(void)
{
	static const unsigned long flushes[] = { UVMF_NONE, UVMF_INVLPG | UVMF_LOCAL,
		UVMF_TLB_FLUSH | UVMF_LOCAL, UVMF_INVLPG | UVMF_ALL, UVMF_TLB_FLUSH | UVMF_ALL };
	unsigned int page = page_index();
	uint64_t entry = rarely(3) ? any_entry() :
		(uint64_t)frame_of(pool[page]) << PAGE_SHIFT | flags_of_entry();
	unsigned long flush = flushes[next_random() % LENGTH(flushes)];
	unsigned long address = (unsigned long)pool[page];

	if (rarely(30))
		address = 0x7f0000000000UL;
	text_print(shown, sizeof(shown), "update_va_mapping(%lx, %llx, %lx)", address,
		   (unsigned long long)entry, flush);
	if (rarely(8))
		return HYPERVISOR_update_va_mapping_otherdomain(address, entry, flush,
								rarely(2) ? 77 : DOMID_SELF);
	return HYPERVISOR_update_va_mapping(address, entry, flush);
}

static long extended(void)
{
	static const unsigned int commands[] = {
		MMUEXT_PIN_L1_TABLE, MMUEXT_PIN_L1_TABLE, MMUEXT_PIN_L2_TABLE, MMUEXT_PIN_L3_TABLE,
		MMUEXT_PIN_L4_TABLE, MMUEXT_UNPIN_TABLE, MMUEXT_UNPIN_TABLE, MMUEXT_UNPIN_TABLE,
		MMUEXT_TLB_FLUSH_LOCAL, MMUEXT_INVLPG_LOCAL, MMUEXT_TLB_FLUSH_ALL, MMUEXT_INVLPG_ALL,
		MMUEXT_CLEAR_PAGE, MMUEXT_COPY_PAGE, MMUEXT_NEW_USER_BASEPTR, MMUEXT_SET_LDT, 14, 99,
	};
	struct mmuext_op ops[2];
	unsigned int i, done = 99, count = 1 + next_random() % 2;
	long error;

	for (i = 0; i < count; i++) {
		ops[i].cmd = commands[next_random() % LENGTH(commands)];
		ops[i].arg1.mfn = any_frame();
		ops[i].arg2.nr_ents = 0;
		if (ops[i].cmd == MMUEXT_SET_LDT) {
			ops[i].arg1.linear_addr = (unsigned long)pool[page_index()] + (rarely(4) ? 8 : 0);
			ops[i].arg2.nr_ents = rarely(2) ? 0 : next_random() % 9000;
		} else if (ops[i].cmd == MMUEXT_INVLPG_LOCAL || ops[i].cmd == MMUEXT_INVLPG_ALL) {
			ops[i].arg1.linear_addr = (unsigned long)pool[page_index()];
		} else if (ops[i].cmd == MMUEXT_COPY_PAGE) {
			ops[i].arg2.src_mfn = any_frame();
		}
	}
	error = HYPERVISOR_mmuext_op(ops, count, &done, rarely(40) ? 77 : DOMID_SELF);
	text_print(shown, sizeof(shown), "mmuext_op(%u of %lx, ...%u) of %u done %u", ops[0].cmd,
		   (unsigned long)ops[0].arg1.mfn, ops[count - 1].cmd, count, done);
	return error * 16 - done;
}

static evtchn_port_t any_port(void)
{
	switch (next_random() % 12) {
	case 0: return 5000;
	case 1: return 0;
	default: return first_port + next_random() % PORTS;
	}
}

static domid_t any_domain(void)
{
	switch (next_random() % 6) {
	case 0: return 77;
	case 1: return 0x7ff5;
	default: return DOMID_SELF;
	}
}

/* The port that a call gave, as a distance from the first, or its error */
static long port_answer(long error, evtchn_port_t port)
{
	return error != 0 ? error : (long)(port - first_port);
}

static long events(void)
{
	struct evtchn_alloc_unbound unbound = { .dom = DOMID_SELF, .remote_dom = DOMID_SELF };
	struct evtchn_bind_interdomain both = { .remote_dom = DOMID_SELF };
	struct evtchn_bind_virq virq = { 0 };
	struct evtchn_bind_ipi ipi = { 0 };
	struct evtchn_bind_vcpu vcpu = { 0 };
	struct evtchn_status status = { .dom = DOMID_SELF };
	struct evtchn_close close = { 0 };
	struct evtchn_send send = { 0 };
	struct evtchn_unmask unmask = { 0 };
	unsigned int command = next_random() % 10;
	long error;

	text_print(shown, sizeof(shown), "event_channel_op kind %u", command);
	switch (command) {
	case 0:
		unbound.dom = any_domain();
		error = EVENT_CHANNEL_OP(EVTCHNOP_alloc_unbound, &unbound);
		return port_answer(error, unbound.port);
	case 1:
		both.remote_port = any_port();
		both.remote_dom = rarely(8) ? 77 : DOMID_SELF;
		error = EVENT_CHANNEL_OP(EVTCHNOP_bind_interdomain, &both);
		return port_answer(error, both.local_port);
	case 2:
		virq.virq = rarely(6) ? 99 : rarely(2) ? VIRQ_DEBUG : VIRQ_TIMER;
		virq.vcpu = rarely(8) ? 3 : 0;
		error = EVENT_CHANNEL_OP(EVTCHNOP_bind_virq, &virq);
		return port_answer(error, virq.port);
	case 3:
		ipi.vcpu = rarely(8) ? 3 : 0;
		error = EVENT_CHANNEL_OP(EVTCHNOP_bind_ipi, &ipi);
		return port_answer(error, ipi.port);
	case 4: case 5:
		close.port = any_port();
		return EVENT_CHANNEL_OP(EVTCHNOP_close, &close);
	case 6:
		send.port = any_port();
		return EVENT_CHANNEL_OP(EVTCHNOP_send, &send);
	case 7:
		status.dom = any_domain();
		status.port = any_port();
		error = EVENT_CHANNEL_OP(EVTCHNOP_status, &status);
		return error != 0 ? error : (long)status.status;
	case 8:
		unmask.port = any_port();
		return EVENT_CHANNEL_OP(EVTCHNOP_unmask, &unmask);
	default:
		vcpu.port = any_port();
		vcpu.vcpu = rarely(4) ? 3 : 0;
		return EVENT_CHANNEL_OP(EVTCHNOP_bind_vcpu, &vcpu);
	}
}

/* Grants of the pool's pages to the domain itself, made, ended and used by Xen's own copying */
static long grants(void)
{
	static grant_ref_t references[8];
	struct gnttab_query_size size = { .dom = any_domain() };
	struct gnttab_copy copy = {
		.source.domid = any_domain(), .dest.domid = DOMID_SELF, .len = 64,
	};
	unsigned int which = next_random() % LENGTH(references);
	long error;

	switch (next_random() % 4) {
	case 0:
		error = HYPERVISOR_grant_table_op(GNTTABOP_query_size, &size, rarely(8) ? 0 : 1);
		text_print(shown, sizeof(shown), "query_size of domain %u", size.dom);
		return error != 0 ? error : size.status;
	case 1:
		if (references[which] != 0 && end_grant(references[which]) == 0)
			references[which] = 0;
		if (references[which] == 0)
			references[which] = grant_page(pool[page_index()], is_initial_domain() ? 0 : 1,
						       rarely(2));
		text_print(shown, sizeof(shown), "grant %u anew", references[which]);
		return references[which];
	default:
		copy.source.u.gmfn = any_frame();
		copy.dest.u.gmfn = any_frame();
		copy.source.offset = rarely(8) ? 4090 : 128;
		if (rarely(2)) {
			copy.flags |= GNTCOPY_source_gref;
			copy.source.u.ref = rarely(8) ? 200 : references[which];
		}
		if (rarely(3)) {
			copy.flags |= GNTCOPY_dest_gref;
			copy.dest.u.ref = rarely(8) ? 200 : references[next_random() % LENGTH(references)];
		}
		error = HYPERVISOR_grant_table_op(GNTTABOP_copy, &copy, 1);
		text_print(shown, sizeof(shown), "copy from %lx of %u to %lx, flags %x",
			   (unsigned long)copy.source.u.gmfn, copy.source.domid,
			   (unsigned long)copy.dest.u.gmfn, copy.flags);
		return error != 0 ? error : copy.status;
	}
}

static long processor(void)
{
	static unsigned long frames[3];
	unsigned int command = next_random() % 12, number;
	uint64_t address;
	long answer;

	text_print(shown, sizeof(shown), "processor call kind %u", command);
	switch (command) {
	case 0:
		for (number = 0; number < LENGTH(frames); number++)
			frames[number] = any_frame();
		number = rarely(6) ? 20000 : next_random() % 1500;
		return HYPERVISOR_set_gdt(frames, number);
	case 1: case 2:
		address = (uint64_t)any_frame() << PAGE_SHIFT | (next_random() % 64) * 8;
		if (rarely(8))
			address |= 4;
		return HYPERVISOR_update_descriptor(address, rarely(3) ? 0 :
			rarely(2) ? 0x00affb000000ffffULL : 0x0000e9000000ffffULL | next_random());
	case 3:
		number = next_random() % 9;
		return HYPERVISOR_set_debugreg((int)number, number >= 6 ? 0 :
			rarely(3) ? 0xffff830000000000UL : 0x1000 * number);
	case 4:
		answer = HYPERVISOR_get_debugreg((int)(next_random() % 4));
		return answer;
	case 5: return HYPERVISOR_vm_assist(next_random() % 3, rarely(3) ? 77 : next_random() % 6);
	case 6: return HYPERVISOR_vcpu_op(VCPUOP_is_up, (int)(next_random() % 3), NULL);
	case 7: return HYPERVISOR_vcpu_op(rarely(2) ? VCPUOP_stop_periodic_timer :
		VCPUOP_stop_singleshot_timer, (int)(next_random() % 2), NULL);
	case 8: return HYPERVISOR_set_segment_base((int)(1 + next_random() % 6),
		rarely(3) ? 0x800000000000UL : 0);
	case 9: return HYPERVISOR_sched_op(rarely(4) ? 77 : SCHEDOP_yield, NULL);
	case 10: return HYPERVISOR_fpu_taskswitch(0);
	default: return HYPERVISOR_set_timer_op(0);
	}
}

static long make_call(void)
{
	switch (next_random() % 16) {
	case 0: case 1: case 2: case 3: return update(1);
	case 4: return update(1 + next_random() % 3);
	case 5: case 6: case 7: return update_va();
	case 8: case 9: case 10: case 11: return extended();
	case 12: case 13: return events();
	case 14: return grants();
	default: return processor();
	}
}

/* Answers, 16 a line */
static void note(unsigned int number, long answer, int is_last)
{
	static char line[512];
	size_t length = text_length(line);

	if (number % 16 == 0)
		text_print(line, sizeof(line), "a %u: %ld", number, answer);
	else
		text_print(line + length, sizeof(line) - length, " %ld", answer);
	if (number % 16 == 15 || is_last)
		print("%s\n", line);
}

static uint64_t take_number(const char **text)
{
	uint64_t number = 0;

	while (**text >= '0' && **text <= '9')
		number = number * 10 + (uint64_t)(*(*text)++ - '0');
	if (**text != '\0')
		(*text)++;
	return number;
}

void run_tests(void)
{
	const char *text = (const char *)start_info->cmd_line;
	unsigned int seed = (unsigned int)take_number(&text), i;
	unsigned int count = (unsigned int)take_number(&text);
	unsigned int first_shown = (unsigned int)take_number(&text);
	struct evtchn_alloc_unbound unbound = { .dom = DOMID_SELF, .remote_dom = DOMID_SELF };

	random_state = seed * 2654435761U + 1;
	if (first_shown == 0)
		first_shown = count;
	grants_open();
	/* Ports of the console and the store are left alone. */
	EVENT_CHANNEL_OP(EVTCHNOP_alloc_unbound, &unbound);
	first_port = unbound.port;
	for (i = 0; i < count; i++) {
		long answer = make_call();

		if (i >= first_shown)
			print("# %u: %s = %ld\n", i, shown, answer);
		note(i, answer, i == count - 1);
	}
	print("# all is said\n");
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

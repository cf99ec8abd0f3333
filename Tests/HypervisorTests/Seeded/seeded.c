/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In place of main.c of a generated guest: one mistake, or a rule's example, whose number is on the
 * command line, and the end. A second number there is where random ones begin.
 */
#include "answers.h"
#include "pv.h"

struct shared_info *shared_info;

FRAME_WINDOW(first_page);
FRAME_WINDOW(second_page);

/* Of answers.c, which is not there. */
const long first_with_shim;
const unsigned int never_on_shim;

/* Of the linker. */
extern char virt_base[];

/* Both sides of the example of every rule, numbered from here on. */
#include "examples.h"
#define FIRST_EXAMPLE 100

static unsigned int random_state;

static unsigned int take_number(const signed char **text)
{
	unsigned int number = 0;

	while (**text >= '0' && **text <= '9')
		number = number * 10 + (unsigned int)(*(*text)++ - '0');
	if (**text != '\0')
		(*text)++;
	return number;
}

static unsigned int next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state;
}

/* What a confused kernel may pass: numbers, addresses, frames. */
static unsigned long random_argument(void)
{
	switch (next_random() % 8) {
	case 0: return next_random() % 64;
	case 1: return (unsigned long)first_page;
	case 2: return frame_of(second_page);
	case 3: return frame_of((void *)start_info->pt_base);
	case 4: return (unsigned long)next_random() << 32 | next_random();
	case 5: return DOMID_SELF;
	case 6: return start_info->pt_base;
	default: return 1;
	}
}

static void random_calls(void)
{
	unsigned int i, word;

	for (i = 0; i < 20000; i++) {
		struct multicall_entry entry = { .op = next_random() % 64 };

		if (entry.op == __HYPERVISOR_sched_op || entry.op == __HYPERVISOR_sched_op_compat)
			continue;
		for (word = 0; word < 6; word++)
			entry.args[word] = random_argument();
		for (word = 0; word < PAGE_SIZE / 8; word++)
			((unsigned long *)first_page)[word] = random_argument();
		HYPERVISOR_multicall(&entry, 1);
	}
}

static void random_code(void)
{
	unsigned int word;

	for (word = 0; word < PAGE_SIZE / 4; word++)
		((unsigned int *)first_page)[word] = next_random();
	((void (*)(void))(first_page + next_random() % PAGE_SIZE))();
}

/* Uses of a mapping that is no longer what it was, with or without a flush. */
static void use_changed(unsigned int which)
{
	volatile char *seen = window, *frame = page;
	struct mmuext_op pin = { .cmd = MMUEXT_PIN_L1_TABLE, .arg1.mfn = frame_of(page) };
	struct sched_shutdown wrong = { .reason = SHUTDOWN_crash };
	unsigned long address = (unsigned long)window;

	HYPERVISOR_update_va_mapping(address, WRITABLE(page), UVMF_INVLPG);
	*seen = 0;
	switch (which) {
	case 0: /* a write through what is read-only now, and again */
		HYPERVISOR_update_va_mapping(address, READABLE(page), UVMF_NONE);
		(void)*seen;
		*seen = 1;
		*seen += 1;
		break;
	case 1: /* the same after a flush */
		HYPERVISOR_update_va_mapping(address, READABLE(page), UVMF_INVLPG);
		*seen = 2;
		break;
	case 2: /* the same by a hypercall, whose text begins with a dot */
		HYPERVISOR_update_va_mapping(address, READABLE(page), UVMF_NONE);
		HYPERVISOR_xen_version(XENVER_extraversion, window);
		*frame -= '.' - 2;
		break;
	case 3: /* a read of what is not mapped any more */
		HYPERVISOR_update_va_mapping(address, 0, UVMF_NONE);
		*frame = 2 + *seen;
		break;
	case 4: /* the second write comes after the flush */
		HYPERVISOR_update_va_mapping(address, READABLE(page), UVMF_NONE);
		*seen = 2;
		HYPERVISOR_update_va_mapping(address, READABLE(page), UVMF_INVLPG);
		*seen = 3;
		break;
	case 5: /* Xen flushes when the page becomes a page table */
		HYPERVISOR_update_va_mapping(address, READABLE(page), UVMF_NONE);
		HYPERVISOR_update_va_mapping((unsigned long)page, READABLE(page), UVMF_NONE);
		HYPERVISOR_mmuext_op(&pin, 1, NULL, DOMID_SELF);
		*seen = 2;
		break;
	}
	if (*frame != 2)
		HYPERVISOR_sched_op(SCHEDOP_shutdown, &wrong);
}

static void make_mistake(unsigned int mistake)
{
	struct evtchn_bind_ipi ipi = { .vcpu = 0 };
	struct sched_poll poll = { .nr_ports = 1 };
	struct vcpu_register_vcpu_info place = { .offset = 9 };
	evtchn_port_t other = 100;

	switch (mistake) {
	case 11: /* it waits for what no tick brings */
		HYPERVISOR_sched_op(SCHEDOP_block, NULL);
		break;
	case 12: /* the same, with a timer after many ticks */
		HYPERVISOR_set_timer_op(1ul << 61);
		HYPERVISOR_sched_op(SCHEDOP_block, NULL);
		break;
	case 13: /* a port that nobody signals */
		set_xen_guest_handle(poll.ports, &other);
		HYPERVISOR_sched_op(SCHEDOP_poll, &poll);
		break;
	case 14: /* vcpu_info at an odd place */
		place.mfn = frame_of(second_page);
		HYPERVISOR_vcpu_op(VCPUOP_register_vcpu_info, 0, &place);
		EVENT_CHANNEL_OP(EVTCHNOP_bind_ipi, &ipi);
		EVENT_CHANNEL_OP(EVTCHNOP_unmask, &(struct evtchn_unmask){ .port = ipi.port });
		EVENT_CHANNEL_OP(EVTCHNOP_send, &(struct evtchn_send){ .port = ipi.port });
		break;
	case 20: random_calls(); break;
	case 21: random_code(); break;
	case 30: case 31: case 32: case 33: case 34: case 35: use_changed(mistake - 30); break;
	default:
		if (mistake >= FIRST_EXAMPLE && mistake - FIRST_EXAMPLE < LENGTH(examples))
			examples[mistake - FIRST_EXAMPLE]();
	}
}

void guest_main(void *start);

void guest_main(void *start)
{
	struct sched_shutdown request = { .reason = SHUTDOWN_poweroff };

	const signed char *text;
	unsigned int mistake;

	domain_open(start);
	text = start_info->cmd_line;
	mistake = take_number(&text);
	random_state = take_number(&text) + 1;
	make_mistake(mistake);
	for (;;)
		HYPERVISOR_sched_op(SCHEDOP_shutdown, &request);
}

void run_tests(void)
{
}

/* Behind a ud2. */
void handle_invalid_opcode(struct interrupt_frame *frame)
{
	frame->ip += 2;
}

void handle_events(struct interrupt_frame *frame)
{
	(void)frame;
	shared_info->vcpu_info[0].evtchn_upcall_pending = 0;
}

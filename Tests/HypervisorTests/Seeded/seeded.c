/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In place of main.c of a generated guest: one mistake, whose number is on the command line, and the
 * end. A second number there is where random ones begin.
 */
#include "answers.h"
#include "pv.h"

struct shared_info *shared_info;

FRAME_WINDOW(window);
FRAME_WINDOW(first_page);
FRAME_WINDOW(second_page);

/* Of answers.c, which is not there. */
const long first_with_shim;
const unsigned int never_on_shim;

/* Of the linker. */
extern char virt_base[];

#define UNKNOWN_COMMAND 60

static unsigned long page_number(const void *address)
{
	return ((unsigned long)address - (unsigned long)virt_base) >> PAGE_SHIFT;
}

static unsigned long machine_frame(const void *address)
{
	return ((unsigned long *)start_info->mfn_list)[page_number(address)];
}

static long map(unsigned long frame, unsigned long flush)
{
	uint64_t entry = (uint64_t)frame << PAGE_SHIFT | PTE_PRESENT | PTE_WRITABLE |
			 PTE_ACCESSED | PTE_DIRTY;

	return HYPERVISOR_update_va_mapping((unsigned long)window, entry, flush);
}

static long pin(unsigned int command, unsigned long frame)
{
	struct mmuext_op op = { .cmd = command, .arg1.mfn = frame };

	return HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF);
}

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
	case 2: return machine_frame(second_page);
	case 3: return machine_frame((void *)start_info->pt_base);
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

/* Publishes a ring of the first disk, and closes it again */
static void use_disk(grant_ref_t reference)
{
	struct device disk;

	if (device_open(&disk, "vbd") == 0 && device_write(&disk, "ring-ref", reference) >= 0 &&
	    device_connect(&disk, XenbusStateInitialised) == 0)
		device_close(&disk);
}

static void make_mistake(unsigned int mistake)
{
	volatile unsigned int rounds;
	struct evtchn_bind_ipi ipi = { .vcpu = 0 };
	struct sched_poll poll = { .nr_ports = 1 };
	struct vcpu_register_vcpu_info place = { .offset = 9 };
	evtchn_port_t other = 100;
	volatile char *seen = window;

	switch (mistake) {
	case 1: /* page-table-refused */
		pin(MMUEXT_PIN_L2_TABLE, machine_frame((void *)start_info->pt_base));
		break;
	case 2: /* page-table-writable */
		map(machine_frame((void *)start_info->pt_base), UVMF_INVLPG);
		break;
	case 3: /* frame-number */
		map(page_number(first_page), UVMF_INVLPG);
		break;
	case 4: /* pin-state */
		pin(MMUEXT_PIN_L4_TABLE, machine_frame((void *)start_info->pt_base));
		break;
	case 5: /* stale-translation */
		map(machine_frame(first_page), UVMF_INVLPG);
		*seen = 1;
		map(machine_frame(second_page), UVMF_NONE);
		*seen = 2;
		break;
	case 6: /* argument-unreadable */
		HYPERVISOR_xen_version(XENVER_extraversion, (void *)-PAGE_SIZE);
		break;
	case 7: /* call-missing */
		HYPERVISOR_xen_version(UNKNOWN_COMMAND, NULL);
		break;
	case 8: /* register-lost */
		__asm__ volatile("mov %0, %%rdi; xor %%esi, %%esi; "
				 "call hypercall_page + 13 * 32; mov (%%rdi), %%rax"
				 : : "r" (first_page) : "rax", "rdi", "rsi", "memory");
		break;
	case 9: /* upcall-lost */
		EVENT_CHANNEL_OP(EVTCHNOP_bind_ipi, &ipi);
		EVENT_CHANNEL_OP(EVTCHNOP_unmask, &(struct evtchn_unmask){ .port = ipi.port });
		EVENT_CHANNEL_OP(EVTCHNOP_send, &(struct evtchn_send){ .port = ipi.port });
		HYPERVISOR_vcpu_op(VCPUOP_stop_periodic_timer, 0, NULL);
		set_xen_guest_handle(poll.ports, &other);
		HYPERVISOR_sched_op(SCHEDOP_poll, &poll);
		break;
	case 10: /* domain-crash */
		__asm__ volatile("ud2");
		break;
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
		place.mfn = machine_frame(second_page);
		HYPERVISOR_vcpu_op(VCPUOP_register_vcpu_info, 0, &place);
		EVENT_CHANNEL_OP(EVTCHNOP_bind_ipi, &ipi);
		EVENT_CHANNEL_OP(EVTCHNOP_unmask, &(struct evtchn_unmask){ .port = ipi.port });
		EVENT_CHANNEL_OP(EVTCHNOP_send, &(struct evtchn_send){ .port = ipi.port });
		break;
	case 15: /* events-masked */
		catch_events();
		EVENT_CHANNEL_OP(EVTCHNOP_bind_ipi, &ipi);
		EVENT_CHANNEL_OP(EVTCHNOP_unmask, &(struct evtchn_unmask){ .port = ipi.port });
		EVENT_CHANNEL_OP(EVTCHNOP_send, &(struct evtchn_send){ .port = ipi.port });
		for (rounds = 0; rounds < 20000000; rounds++)
			;
		break;
	case 16: /* kernel-exposed */
		pin(MMUEXT_NEW_USER_BASEPTR, machine_frame((void *)start_info->pt_base));
		break;
	case 17: /* backend-refused */
		use_disk(300);
		break;
	case 18: /* left-behind */
		grants_open();
		use_disk(grant_page(first_page, 0, 0));
		break;
	case 20: random_calls(); break;
	case 21: random_code(); break;
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

void handle_invalid_opcode(struct interrupt_frame *frame)
{
	(void)frame;
}

void handle_events(struct interrupt_frame *frame)
{
	(void)frame;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In place of the tests of a generated guest for Xen 3.0.0: what that release answers otherwise than
 * later ones, a line for each.
 */
#include "answers.h"
#include "pv.h"

/* Of answers.c, which is not there. */
const long first_with_shim;
const unsigned int never_on_shim;

static domid_t numbers[0x10000] __attribute__((aligned(0x10000)));

/* The number at an address that ends in these bits. */
static long reservation(unsigned int bits, domid_t number)
{
	domid_t *place = &numbers[bits / sizeof(*numbers)];

	*place = number;
	return HYPERVISOR_memory_op(XENMEM_current_reservation, place);
}

static long numbered(unsigned int number)
{
	struct multicall_entry entry = { .op = number };

	return one_multicall(&entry);
}

long one_multicall(struct multicall_entry *entry)
{
	long error = HYPERVISOR_multicall(entry, 1);

	return error != 0 ? error : (long)entry->result;
}

static void tell_calls(void)
{
	struct evtchn_op unmask = { .cmd = 9 };
	char text[64];

	print("call 28: %ld, call 29: %ld\n", numbered(28), numbered(29));
	print("sched_op 3: %ld\n", HYPERVISOR_sched_op(3, 0));
	print("event_channel_op 9: %ld\n", HYPERVISOR_event_channel_op(&unmask));
	print("xen_version 6: %ld\n", HYPERVISOR_xen_version(6, text));
	print("memory_op 6: %ld\n", HYPERVISOR_memory_op(6, text));
	print("vcpu_op 4: %ld\n", HYPERVISOR_vcpu_op(4, 0, text));
}

static void tell_domains(void)
{
	print("the address is taken for the domain: %d, %ld\n",
	      reservation(DOMID_SELF, 5) == (long)start_info->nr_pages, reservation(0x100, DOMID_SELF));
}

#ifdef __x86_64__
/* By call 23, which leads to user mode only. */
static long switch_to_user(void *frame)
{
	long result;

	__asm__ volatile("xchg %%rsp, %1\n\tsyscall\n\txchg %%rsp, %1"
		: "=a" (result), "+r" (frame) : "0" (23L) : "rcx", "r11", "memory");
	return result;
}

static void tell_frames(void)
{
	static struct switch_to_user frame = { .cs = FLAT_USER_CS, .ss = FLAT_USER_SS };

	print("no user mode: %ld\n", switch_to_user(&frame));
	print("no frame: %ld\n", switch_to_user(BAD));
}
#else
static void tell_frames(void)
{
}
#endif

/* A prefix of later releases is an invalid opcode like any other. */
static unsigned int invalid_opcodes;

void handle_invalid_opcode(struct interrupt_frame *frame)
{
	invalid_opcodes++;
	frame->ip += 7;
}

void handle_events(struct interrupt_frame *frame)
{
	(void)frame;
}

static void tell_prefix(void)
{
	unsigned int a = 0, b, c = 0, d;

	catch_invalid_opcode();
	__asm__ volatile(XEN_CPUID : "+a" (a), "=b" (b), "+c" (c), "=d" (d));
	print("prefix: %u invalid opcode\n", invalid_opcodes);
}

void run_tests(void)
{
	tell_calls();
	tell_domains();
	tell_frames();
	tell_prefix();
}

unsigned int shutdown_reason(void)
{
	return SHUTDOWN_poweroff;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The virtual processor: its scheduling, its state, its exceptions.
 */
#include "guest.h"

static void test_yield(void)
{
	long error = HYPERVISOR_sched_op(SCHEDOP_yield, NULL);

	tap(error == 0, "sched_op yield: %ld", error);
}

static void test_vcpu(void)
{
	long first = HYPERVISOR_vcpu_op(VCPUOP_is_up, 0, NULL);
	long other = HYPERVISOR_vcpu_op(VCPUOP_is_up, 1 << 20, NULL);

	/* Before 4.0 there was a largest number, and another error behind it. */
	tap(first == 1 && (other == -XEN_ENOENT || other == -XEN_EINVAL), "vcpu_op is_up: %ld, without such a vCPU %ld",
	    first, other);
}

static void test_runstate(void)
{
	struct vcpu_runstate_info info = { .state = -1 };
	long error = HYPERVISOR_vcpu_op(VCPUOP_get_runstate_info, 0, &info);

	tap(error == 0 && info.state == RUNSTATE_running && info.time[RUNSTATE_running] > 0,
	    "vcpu_op get_runstate_info: running for %llu ns",
	    (unsigned long long)info.time[RUNSTATE_running]);
}

static volatile unsigned int invalid_opcodes;

void handle_invalid_opcode(struct interrupt_frame *frame)
{
	invalid_opcodes++;
	frame->ip += 2; /* past the ud2 */
}

static void test_exception(void)
{
	long error = catch_invalid_opcode();

	if (error == 0)
		__asm__ volatile("ud2" : : : "memory");
	tap(error == 0 && invalid_opcodes == 1, "%s: %u invalid opcode caught: %ld",
	    catch_invalid_opcode_by, invalid_opcodes, error);
}

test_function *const vcpu_tests[] = {
	test_yield,
	test_vcpu,
	test_runstate,
	test_exception,
	NULL,
};

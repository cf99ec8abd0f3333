/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The virtual processor: its scheduling, its state, its exceptions.
 */
#include "guest.h"

static void test_yield(void)
{
	long error = yield();

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

#ifdef VCPUOP_get_runstate_info
static void test_runstate(void)
{
	struct vcpu_runstate_info info = { .state = -1 };
	long error = HYPERVISOR_vcpu_op(VCPUOP_get_runstate_info, 0, &info);

	tap(error == 0 && info.state == RUNSTATE_running && info.time[RUNSTATE_running] > 0,
	    "vcpu_op get_runstate_info: running for %llu ns",
	    (unsigned long long)info.time[RUNSTATE_running]);
}
#endif

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

static char second_stack[PAGE_SIZE] __attribute__((aligned(16)));
static volatile unsigned int second_ran;

/* On the second vCPU. */
static void second_main(void)
{
	second_ran = 1;
	for (;;)
		HYPERVISOR_vcpu_op(VCPUOP_down, 1, NULL);
}

static void test_second_vcpu(void)
{
	long present = HYPERVISOR_vcpu_op(VCPUOP_is_up, 1, NULL), error, again, up;

	if (present != 0) {
		tap(1, "vcpu_op initialise # SKIP no second vCPU, or it is up: %ld", present);
		return;
	}
	error = initialise_vcpu(1, second_main, second_stack + sizeof(second_stack));
	again = initialise_vcpu(1, second_main, second_stack + sizeof(second_stack));
	up = HYPERVISOR_vcpu_op(VCPUOP_up, 1, NULL);
	if (error == 0 && up == 0)
		while (!second_ran || HYPERVISOR_vcpu_op(VCPUOP_is_up, 1, NULL) != 0)
			yield();
	tap(error == 0 && again == -XEN_EEXIST && up == 0,
	    "vcpu_op initialise: %ld, again %ld, up %ld; the second vCPU ran and went down", error, again, up);
}

test_function *const vcpu_tests[] = {
	test_yield,
	test_vcpu,
#ifdef VCPUOP_get_runstate_info
	test_runstate,
#endif
	test_exception,
	test_second_vcpu,
	NULL,
};

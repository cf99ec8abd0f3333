/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In place of the tests of a generated guest of 32 bits: its kernel goes to ring 3 by an iret of its
 * own, as kernels with pv_ops do, and the program there uses a port and the interrupt flag, as its
 * virtual IOPL permits, and reads what is Xen's. A line says what the handler of the fault found on
 * the stack.
 */
#include "answers.h"
#include "pv.h"

/* Of answers.c, which is not there. */
const long first_with_shim;
const unsigned int never_on_shim;

static char program_stack[256] __attribute__((aligned(16)));
static char kernel_stack[4096] __attribute__((aligned(16)));

void handler(void), start(void), program(void);
void finish(const unsigned long *frame);

/* The frame has the error code, eip, cs, eflags, esp and ss. */
__asm__(".text\n"
	"handler:\n"
	"	mov %esp, %eax\n"
	"	push %eax\n"
	"	call finish\n"
	"start:\n"
	"	cli; out %al, $0x80; sti\n"
	"program:\n"
	"	mov %esp, %ebx\n"
	"	mov 0xf5800000, %eax\n"
	"	ud2\n");

static const struct trap_info gates[] = {
	{ .vector = 14, .cs = FLAT_KERNEL_CS, .address = (unsigned long)handler }, { 0 }
};

void finish(const unsigned long *frame)
{
	struct sched_shutdown request = { .reason = SHUTDOWN_poweroff };

	print("fault of ring %lu: error %lx, at %ld, cr2 %lx\n", frame[2] & 3, frame[0],
	      (long)(frame[1] - (unsigned long)program),
	      (unsigned long)shared_info->vcpu_info[0].arch.cr2);
	HYPERVISOR_sched_op(SCHEDOP_shutdown, &request);
}

void run_tests(void)
{
	struct physdev_set_iopl level = { .iopl = 3 };

	HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &level);
	HYPERVISOR_set_trap_table(gates);
	HYPERVISOR_stack_switch(FLAT_KERNEL_SS,
				(unsigned long)kernel_stack + sizeof(kernel_stack));
	__asm__ volatile("push %0; push %1; push $0x202; push %2; push %3; iret"
		: : "i" (FLAT_USER_SS), "r" (program_stack + sizeof(program_stack)),
		    "i" (FLAT_USER_CS), "r" (start));
}

unsigned int shutdown_reason(void)
{
	return SHUTDOWN_crash;
}

void handle_invalid_opcode(struct interrupt_frame *frame)
{
	(void)frame;
}

void handle_events(struct interrupt_frame *frame)
{
	(void)frame;
}

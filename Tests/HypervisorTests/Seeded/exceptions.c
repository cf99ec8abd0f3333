/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In place of the tests of a generated guest: exceptions and software interrupts, and what Xen puts
 * on the stack for each. A line for each has the vector, the error code if there is one, and how far
 * behind its start the instruction is left.
 */
#include "answers.h"
#include "pv.h"

/* Of answers.c, which is not there. */
const long first_with_shim;
const unsigned int never_on_shim;

/* A data segment of ring 3 that is not present, as entry 1 of the table. */
#define ABSENT_SEGMENT 0x00cf73000000ffffUL
#define ABSENT_SELECTOR "0x0b"
#define PRESENT_SEGMENT 0x00cff3000000ffffUL
/* The same entry of the local table. */
#define LOCAL_SELECTOR "0x0f"
/* Of a table that has no such entry. */
#define EMPTY_SELECTOR "0x123"

FRAME_WINDOW(descriptors);

unsigned int after_ports;

/* Written by the code below. */
unsigned long caught_vector, caught_words[2], kept_stack;

/* Runs code that may not return; gives 0 if it does, and 1 after an exception. */
long run_until_caught(void (*code)(void));
__asm__(".text\n"
	"run_until_caught:\n"
	"	push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
	"	mov %rsp, kept_stack(%rip)\n"
	"	call *%rdi\n"
	"	xor %eax, %eax\n"
	"	jmp 1f\n"
	/* Xen has pushed rcx and r11 last; then comes an error code or rip. */
	"caught:\n"
	"	mov 16(%rsp), %rax\n"
	"	mov %rax, caught_words(%rip)\n"
	"	mov 24(%rsp), %rax\n"
	"	mov %rax, 8+caught_words(%rip)\n"
	"	mov kept_stack(%rip), %rsp\n"
	"	mov $1, %eax\n"
	"1:	pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n"
	"	ret\n");

/* A handler that notes its vector. */
#define HANDLER(vector) \
	void handler_ ## vector(void); \
	__asm__("handler_" #vector ": movq $" #vector ", caught_vector(%rip); jmp caught\n")
HANDLER(3); HANDLER(4); HANDLER(6); HANDLER(11); HANDLER(12); HANDLER(13); HANDLER(14);
HANDLER(128); HANDLER(129); HANDLER(130);

/* The level of privilege from which on `int n` may use a gate. */
#define GATE(number, level) { .vector = number, .flags = level, .cs = FLAT_KERNEL_CS, \
	.address = (unsigned long)handler_ ## number }

static const struct trap_info gates[] = {
	GATE(3, 0), GATE(4, 0), GATE(6, 0), GATE(11, 0), GATE(12, 3), GATE(13, 0), GATE(14, 3),
	GATE(128, 0), GATE(129, 1), GATE(130, 0), { 0 }
};

/* The instruction that matters starts at `of_NAME`. */
#define CODE(name, before, instruction) \
	void name(void); extern const char of_ ## name[]; \
	__asm__(#name ": " before "\nof_" #name ": " instruction "\nret\n")
CODE(halts, "", "hlt");
CODE(undefined, "", "ud2");
CODE(empty, "mov $" EMPTY_SELECTOR ", %eax", "mov %eax, %ds");
CODE(absent, "mov $" ABSENT_SELECTOR ", %eax", "mov %eax, %ds");
CODE(absent_stack, "mov $" ABSENT_SELECTOR ", %eax", "mov %eax, %ss");
CODE(breakpoint, "", "int3");
CODE(long_breakpoint, "", ".byte 0xcd, 3");
CODE(overflow, "", "int $4");
CODE(closed_6, "", "int $6");
CODE(closed_13, "", "int $13");
CODE(closed_130, "", "int $130");
CODE(open_12, "", "int $12");
CODE(open_14, "", "int $14");
CODE(syscall_128, "", "int $128");
CODE(ring_1_129, "", "int $129");
/* Between the halves of the address space. */
#define NOWHERE "0x8000000040000000"
CODE(nowhere, "movabs $" NOWHERE ", %rax", "mov (%rax), %rax");
CODE(nowhere_on_stack, "movabs $" NOWHERE ", %rbp", "mov %ds:8(%rbp), %rax");
CODE(nowhere_by_fs, "movabs $" NOWHERE ", %rbp", "mov %fs:8(%rbp), %rax");
/* Nothing after the access to a port may happen, although it is in the same block. */
CODE(port_read, "", "in $0x80, %al; incl after_ports(%rip)");
CODE(port_write, "mov $0x70, %edx", "out %eax, %dx; incl after_ports(%rip); mov $7, %eax");
CODE(port_string, "lea after_ports(%rip), %rsi; mov $0x70, %edx; mov $1, %ecx", "rep outsb");
CODE(interrupts_off, "", "cli");
CODE(local, "mov $" LOCAL_SELECTOR ", %eax", "mov %eax, %ds");

/* Returns by hypercall (number 23) to the instruction behind it, at a distance. */
#define RETURN(name, code, stack, distance) \
	CODE(name, "mov %rsp, %rax; push $" stack "; push %rax; pushf; push $" code "\n" \
	     "movabs $" distance ", %rax; lea of_" #name "(%rip), %rcx; add %rcx, %rax\n" \
	     "push %rax; push $0; jmp hypercall_page + 23 * 32", "nop")
/* The kernel's own selectors, without the ring that Xen gives them. */
#define KERNEL_CODE "0xe030"
#define KERNEL_STACK "0xe028"
RETURN(returns, KERNEL_CODE, KERNEL_STACK, "0");
RETURN(to_no_code, "0x7ffc", KERNEL_STACK, "0");
RETURN(to_null, "0", KERNEL_STACK, "0");
RETURN(to_data, KERNEL_STACK, KERNEL_STACK, "0");
RETURN(to_code_as_stack, KERNEL_CODE, KERNEL_CODE, "0");
RETURN(to_null_stack, KERNEL_CODE, "0", "0");
RETURN(to_absent_stack, KERNEL_CODE, ABSENT_SELECTOR, "0");
RETURN(to_nowhere, KERNEL_CODE, KERNEL_STACK, "-0x800000000000");

#define CASE(name) { #name, name, of_ ## name }
struct test_case {
	const char *name;
	void (*code)(void);
	const char *place;
};

static const struct test_case cases[] = {
	CASE(halts), CASE(undefined), CASE(empty), CASE(absent), CASE(absent_stack),
	CASE(breakpoint), CASE(long_breakpoint), CASE(overflow), CASE(closed_6), CASE(closed_13),
	CASE(closed_130), CASE(open_12), CASE(open_14), CASE(syscall_128), CASE(ring_1_129),
	/* The same again: no exception leaves something for the next one. */
	CASE(undefined), CASE(halts),
	CASE(returns), CASE(to_no_code), CASE(to_null), CASE(to_data), CASE(to_code_as_stack),
	CASE(to_null_stack), CASE(to_absent_stack), CASE(to_nowhere),
	CASE(nowhere), CASE(nowhere_on_stack), CASE(nowhere_by_fs),
	CASE(port_read), CASE(port_write), CASE(port_string), CASE(interrupts_off),
};

/* With a virtual IOPL of 1. */
static const struct test_case open_cases[] = {
	CASE(port_read), CASE(port_write), CASE(interrupts_off),
};

static const struct test_case local_case = CASE(local);

static void run_case(const struct test_case *one)
{
	if (!run_until_caught(one->code))
		print("%s: nothing\n", one->name);
	/* No code is below 64 KiB, and no error code above. */
	else if (caught_words[0] < 0x10000)
		print("%s: %lu, error %lx, at %ld\n", one->name, caught_vector, caught_words[0],
		      (long)(caught_words[1] - (unsigned long)one->place));
	else
		print("%s: %lu, at %ld\n", one->name, caught_vector,
		      (long)(caught_words[0] - (unsigned long)one->place));
}

/* What a selector means changes with the table, which is in use. */
static void use_local_table(unsigned long frame)
{
	struct mmuext_op set = { .cmd = MMUEXT_SET_LDT };
	uint64_t entry = ((uint64_t)frame << PAGE_SHIFT) + 8;

	set.arg1.linear_addr = (unsigned long)descriptors;
	set.arg2.nr_ents = 512;
	if (HYPERVISOR_mmuext_op(&set, 1, NULL, DOMID_SELF) != 0)
		print("no local table\n");
	run_case(&local_case);
	if (HYPERVISOR_update_descriptor(entry, PRESENT_SEGMENT) != 0)
		print("no update\n");
	run_case(&local_case);
	if (HYPERVISOR_update_descriptor(entry, 0) != 0)
		print("no update\n");
	run_case(&local_case);
}

static void open_ports(void)
{
	struct physdev_set_iopl level = { .iopl = 1 };
	unsigned int i;

	print("nothing after ports: %u\n", after_ports);
	HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &level);
	for (i = 0; i < LENGTH(open_cases); i++)
		run_case(&open_cases[i]);
	print("note after ports: %u\n", after_ports);
}

/*
 * Makes a list of calls of which one may be an iret (with the number of multicall, 13). The frame for
 * it returns to the caller, with a rax of 0xdead.
 */
long return_within(struct multicall_entry *list, unsigned long count);
__asm__("return_within:\n"
	"	mov %rsp, %rax\n"
	"	push $" KERNEL_STACK "; push %rax; pushf; push $" KERNEL_CODE "\n"
	"	lea 1f(%rip), %rcx; push %rcx\n"
	"	push $0; push $0; push $0; push $0xdead\n"
	"	mov $13, %eax; syscall\n"
	"	ud2\n"
	"1:	ret\n");

static void run_lists(void)
{
	struct multicall_entry list[2] = {
		{ .op = __HYPERVISOR_iret }, { .op = __HYPERVISOR_xen_version, .result = 77 }
	};
	struct multicall_entry nested = { .op = __HYPERVISOR_multicall };
	long result = return_within(list, 2);

	print("note: iret in a list gives %lx, the next call %ld\n", result, (long)list[1].result);
	HYPERVISOR_multicall(&nested, 1);
	print("note: a list in a list gives %ld\n", (long)nested.result);
}

/* syscall loads the flat code segment. The other one is entry 2 of the table. */
#define OTHER_CODE 0x00affb000000ffffUL
unsigned long code_after_call(void);
__asm__("code_after_call:\n"
	"	push $0x13; lea 1f(%rip), %rax; push %rax; lretq\n"
	"1:	mov $17, %eax; xor %edi, %edi; syscall\n"
	"	mov %cs, %eax\n"
	"	ret\n");

void run_tests(void)
{
	unsigned long frame = frame_of(descriptors);
	unsigned int i;

	((unsigned long *)descriptors)[1] = ABSENT_SEGMENT;
	((unsigned long *)descriptors)[2] = OTHER_CODE;
	HYPERVISOR_update_va_mapping((unsigned long)descriptors,
				     (uint64_t)frame << PAGE_SHIFT | PTE_PRESENT, UVMF_INVLPG);
	if (HYPERVISOR_set_gdt(&frame, 512) != 0 || HYPERVISOR_set_trap_table(gates) != 0)
		print("no tables\n");
	for (i = 0; i < LENGTH(cases); i++)
		run_case(&cases[i]);
	use_local_table(frame);
	open_ports();
	run_lists();
	print("note: code after a call is %lx\n", code_after_call());
	print("note: debug registers %lx and %lx\n", (unsigned long)HYPERVISOR_get_debugreg(6),
	      (unsigned long)HYPERVISOR_get_debugreg(7));
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

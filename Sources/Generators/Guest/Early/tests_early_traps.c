/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exceptions.
 */
#include "guest.h"

volatile unsigned int exceptions[32];
volatile unsigned long fault_address, fault_error, resume_at;

/* Behind a ud2. */
void handle_invalid_opcode(struct interrupt_frame *frame)
{
	exceptions[TRAP_INVALID_OPCODE]++;
	frame->ip += 2;
}

/* The instruction is made again. */
void handle_device_missing(struct interrupt_frame *frame)
{
	(void)frame;
	exceptions[TRAP_DEVICE_MISSING]++;
}

/* Behind a mov from a control register. */
void handle_protection(unsigned long *words)
{
	exceptions[TRAP_PROTECTION]++;
	words[1] += 3;
}

void handle_page_fault(unsigned long *words)
{
	exceptions[TRAP_PAGE_FAULT]++;
	fault_address = words[0];
	fault_error = words[1];
	words[2] = resume_at;
}

long catch_exceptions(void)
{
	static const struct trap_info table[] = {
		{ TRAP_INVALID_OPCODE, 0, FLAT_GUESTOS_CS, (unsigned long)trap_invalid_opcode },
		{ TRAP_DEVICE_MISSING, 0, FLAT_GUESTOS_CS, (unsigned long)trap_device_missing },
		{ TRAP_PROTECTION, 0, FLAT_GUESTOS_CS, (unsigned long)trap_protection },
		{ TRAP_PAGE_FAULT, 0, FLAT_GUESTOS_CS, (unsigned long)trap_page_fault },
		{ 0, 0, 0, 0 },
	};

	return HYPERVISOR_set_trap_table(table);
}

/* Whether a byte cannot be read. */
int faults(const volatile void *address)
{
	unsigned int before = exceptions[TRAP_PAGE_FAULT];

	__asm__ volatile("movl $1f, %0\n\tmovb (%1), %%al\n1:"
			 : "=m" (resume_at) : "r" (address) : "eax", "memory");
	return exceptions[TRAP_PAGE_FAULT] != before;
}

static void test_trap_table(void)
{
	long error = catch_exceptions();

	__asm__ volatile("ud2");
	tap(error == 0 && exceptions[TRAP_INVALID_OPCODE] == 1, "set_trap_table: %ld", error);
}

static void test_ring_0(void)
{
	static const struct trap_info table[] = { { 3, 0, 0x808, 1 }, { 0, 0, 0, 0 } };
	long error = HYPERVISOR_set_trap_table(table);

	tap(error == -XEN_EPERM, "set_trap_table refuses a segment of ring 0: %ld", error);
}

static void test_page_fault(void)
{
	char *address = (char *)0x1234567;
	int hasFaulted = faults(address);

	tap(hasFaulted && fault_address == (unsigned long)address && (fault_error & 3) == 0,
	    "a page fault has its address on the stack: %lx, error %lx", fault_address, fault_error);
}

/* mov %cr3, %eax and ret, which is data for who reads this kernel. Later releases emulate it. */
static unsigned char read_root[] = { 0x0f, 0x20, 0xd8, 0xc3 };

static void test_privileged(void)
{
	unsigned int before = exceptions[TRAP_PROTECTION];

	((void (*)(void))read_root)();
	tap(exceptions[TRAP_PROTECTION] == before + 1, "mov from cr3 is a protection fault");
}

static void test_device_missing(void)
{
	long error = HYPERVISOR_fpu_taskswitch();

	__asm__ volatile("fninit");
	__asm__ volatile("fninit");
	tap(error == 0 && exceptions[TRAP_DEVICE_MISSING] == 1,
	    "fpu_taskswitch: %ld, %u exceptions", error, exceptions[TRAP_DEVICE_MISSING]);
}

test_function *const trap_tests[] = {
	test_trap_table, test_ring_0, test_page_fault, test_privileged, test_device_missing, NULL,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Faults: each in a child, which its signal must end */
#include "stress.h"

#ifdef __i386__
static int read_kernel_map(void)
{
	return *(volatile u8 *)0xc0000000;
}

static int read_kernel_text(void)
{
	return *(volatile u8 *)0xc0100000;
}

/* Xen has a table there that kernels may read. */
static int read_hypervisor(void)
{
	return *(volatile u8 *)0xf5800000;
}
#else
static int read_kernel_map(void)
{
	return *(volatile u8 *)0xffff880000000000UL;
}

static int read_kernel_text(void)
{
	return *(volatile u8 *)0xffffffff80200000UL;
}

static int read_hypervisor(void)
{
	return *(volatile u8 *)0xffff830000000000UL;
}

static int read_beyond(void)
{
	return *(volatile u8 *)0x800000000000UL;
}

#endif

static int write_null(void)
{
	*(volatile u8 *)8 = 1;
	return 0;
}

static int write_text(void)
{
	*(volatile u8 *)write_null = 1;
	return 0;
}

static int run_data(void)
{
	u8 *code = pages(4096);

	*code = 0xc3;
	((void (*)(void))code)();
	return 0;
}

static int divide(void)
{
	asm volatile("xor %%ecx,%%ecx; mov $1,%%eax; cltd; idiv %%ecx"
		     : : : "eax", "ecx", "edx");
	return 0;
}

static int undefined(void)
{
	asm volatile("ud2");
	return 0;
}

static int breakpoint(void)
{
	asm volatile("int3");
	return 0;
}

static int halt(void)
{
	asm volatile("hlt");
	return 0;
}

static int mask_interrupts(void)
{
	asm volatile("cli");
	return 0;
}

static int single_step(void)
{
#ifdef __i386__
	asm volatile("pushf; orl $0x100,(%%esp); popf; nop" : : : "memory");
#else
	asm volatile("pushfq; orl $0x100,(%%rsp); popfq; nop" : : : "memory");
#endif
	return 0;
}

static int bad_selector(void)
{
	asm volatile("mov %0,%%fs" : : "r" (0x7fff));
	return 0;
}

static const struct {
	const char *name;
	int (*body)(void);
	int signal;
} faults[] = {
	{ "direct mapping is not the user's", read_kernel_map, SIGSEGV },
	{ "kernel text is not the user's", read_kernel_text, SIGSEGV },
	{ "hypervisor is not the user's", read_hypervisor, SIGSEGV },
#ifndef __i386__
	{ "non-canonical address", read_beyond, SIGSEGV },
#endif
	{ "null pointer", write_null, SIGSEGV },
	{ "text is read-only", write_text, SIGSEGV },
	{ "data is not code", run_data, SIGSEGV },
	{ "division by zero", divide, SIGFPE },
	{ "undefined instruction", undefined, SIGILL },
	{ "breakpoint", breakpoint, SIGTRAP },
	{ "hlt is privileged", halt, SIGSEGV },
	{ "cli is privileged", mask_interrupts, SIGSEGV },
	{ "single step", single_step, SIGTRAP },
	{ "selector beyond the table", bad_selector, SIGSEGV },
};

void test_faults(void)
{
	ulong i;

	for (i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		report(faults[i].name,
		       in_child(faults[i].body) == 128 + faults[i].signal);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Segment bases and descriptors: what thread-local storage stands on */
#include "stress.h"

ulong at_fs(ulong offset)
{
	ulong value;

	asm volatile("mov %%fs:(%1),%0" : "=r" (value) : "r" (offset));
	return value;
}

static ulong at_gs(ulong offset)
{
	ulong value;

	asm volatile("mov %%gs:(%1),%0" : "=r" (value) : "r" (offset));
	return value;
}

static int segment_bases(void)
{
	ulong mine[2] = { sys0(SYS_getpid), ~sys0(SYS_getpid) };
	int i;

	set_bases(mine, mine + 1);
	for (i = 0; i < 200; i++) {
		sys0(SYS_sched_yield);
		if (at_fs(0) != mine[0] || at_gs(0) != mine[1])
			return 1;
	}
	return 0;
}
WORK("segment bases", segment_bases);

/*
 * Below 4 GiB a base is a descriptor of the GDT that its process alone has,
 * and the register a selector. The other processes have none, or one of
 * their own.
 */
static ulong local[2];

void use_local_storage(void)
{
	local[0] = sys0(SYS_getpid);
	local[1] = ~local[0];
	set_bases(local, local + 1);
}

static u16 selector_fs(void)
{
	u16 selector;

	asm volatile("mov %%fs,%0" : "=r" (selector));
	return selector;
}

static u16 selector_gs(void)
{
	u16 selector;

	asm volatile("mov %%gs,%0" : "=r" (selector));
	return selector;
}

/* Without a selector, an access would be at address 0. */
int local_storage_kept(void)
{
	return selector_fs() && selector_gs() && at_fs(0) == local[0] &&
		at_gs(0) == local[1];
}

#ifndef __i386__
/*
 * The data selectors are not used by 64-bit code, but are its to keep. Vanilla
 * kernels up to 2.6.22 load them before the descriptors that they select.
 */
static int selectors(void)
{
	u16 ds = 0, es = 0, fs;
	int i, bad = 0;
	long pid;

	set_bases(0, 0);
	pid = sys0(SYS_fork);
	while (pid == 0)
		sys0(SYS_sched_yield);
	use_local_storage();
	fs = selector_fs();
	asm volatile("mov %0,%%ds; mov %0,%%es" : : "r" ((u32)fs));
	for (i = 0; i < 5000 && !bad; i++) {
		sys0(SYS_sched_yield);
		asm volatile("mov %%ds,%0; mov %%es,%1" : "=r" (ds), "=r" (es));
		bad = !local_storage_kept() ||
			(!is_bare && (ds != fs || es != fs));
	}
	sys2(SYS_kill, pid, SIGKILL);
	wait_for(pid);
	return bad;
}
WORK("selectors", selectors);
#endif

/* Read-only, not there: how an entry is emptied */
#define NO_SEGMENT	0x28

/* Segments by descriptors of a table its own, which a child inherits */
static int descriptors(void)
{
	ulong *low = (ulong *)map(0x10000000, 4096, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
				  0);
	int i, last = 700;
	long pid;

	low[0] = sys0(SYS_getpid);
	low[1] = low[0] * 3;
	for (i = 0; i <= last; i += last) {
		struct descriptor d = {
			i, 0x10000000 + (i ? sizeof(*low) : 0), 0xfffff,
			FLAT_DATA
		};

		if (sys3(SYS_modify_ldt, 1, &d, sizeof(d)))
			return 1;
	}
	pid = sys0(SYS_fork);
	asm volatile("mov %0,%%fs" : : "r" (0 * 8 + 7));
	asm volatile("mov %0,%%gs" : : "r" (last * 8 + 7));
	for (i = 0; i < 100; i++) {
		sys0(SYS_sched_yield);
		if (at_fs(0) != low[0] || at_gs(0) != low[1])
			return 1;
	}
	if (pid == 0)
		sys1(SYS_exit_group, 0);
	return wait_for(pid);
}
WORK("descriptors", descriptors);

/*
 * A descriptor goes while its selector is loaded. Whoever loads the selector
 * again (the kernel, or Xen when this vCPU had to wait) leaves 0 in it, and
 * every other register as it was.
 */
static int lost_selector(void)
{
	struct descriptor d = { 0, 0x10000000, 0xfffff, FLAT_DATA };
	struct descriptor none = { 0, 0, 0, NO_SEGMENT };
#ifdef __i386__
	ulong value = 0x12345678, ecx, edx, rounds = 20000000;
#else
	ulong value = 0x123456789abcdef0, rcx, r11, rounds = 20000000;
#endif

	if (sys3(SYS_modify_ldt, 0x11, &d, sizeof(d)))
		return 1;
	asm volatile("mov %0,%%fs" : : "r" (0 * 8 + 7));
	if (sys3(SYS_modify_ldt, 0x11, &none, sizeof(none)))
		return 1;
#ifdef __i386__
	asm volatile("	mov	%[value],%%ecx\n"
		     "	mov	%[value],%%edx\n"
		     "1:	cmp	%[value],%%ecx\n"
		     "	jne	2f\n"
		     "	cmp	%[value],%%edx\n"
		     "	jne	2f\n"
		     "	mov	%%fs,%%eax\n"
		     "	test	%%eax,%%eax\n"
		     "	jz	2f\n"
		     "	dec	%[rounds]\n"
		     "	jnz	1b\n"
		     "2:"
		     : "=&c" (ecx), "=&d" (edx), [rounds] "+&S" (rounds)
		     : [value] "D" (value)
		     : "eax", "cc");
	return ecx != value || edx != value;
#else
	asm volatile("	mov	%[value],%%rcx\n"
		     "	mov	%[value],%%r11\n"
		     "1:	cmp	%[value],%%rcx\n"
		     "	jne	2f\n"
		     "	cmp	%[value],%%r11\n"
		     "	jne	2f\n"
		     "	mov	%%fs,%%eax\n"
		     "	test	%%eax,%%eax\n"
		     "	jz	2f\n"
		     "	dec	%[rounds]\n"
		     "	jnz	1b\n"
		     "2:	mov	%%r11,%[r11]\n"
		     : "=&c" (rcx), [r11] "=&d" (r11), [rounds] "+&S" (rounds)
		     : [value] "D" (value)
		     : "rax", "r11", "cc");
	return rcx != value || r11 != value;
#endif
}
WORK("a lost selector", lost_selector);

/* Each kind that the call takes, in a table that is in use; a child copies it. */
static int all_descriptors(void)
{
	u32 flags;

	for (flags = 0; flags < 256; flags++) {
		struct descriptor d = { flags, 0x10000000, 0xfffff, flags };

		sys3(SYS_modify_ldt, 0x11, &d, sizeof(d));
		asm volatile("mov %0,%%fs" : : "r" (0));
	}
	return in_child(fork_many);
}
WORK("all descriptors", all_descriptors);

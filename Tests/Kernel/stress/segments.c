/* SPDX-License-Identifier: Apache-2.0 */
/* Segment bases and descriptors: what thread-local storage stands on */
#include "stress.h"

u64 at_fs(u64 offset)
{
	u64 value;

	asm volatile("mov %%fs:(%1),%0" : "=r" (value) : "r" (offset));
	return value;
}

static u64 at_gs(u64 offset)
{
	u64 value;

	asm volatile("mov %%gs:(%1),%0" : "=r" (value) : "r" (offset));
	return value;
}

static int segment_bases(void)
{
	u64 mine[2] = { sys0(SYS_getpid), ~sys0(SYS_getpid) };
	int i;

	sys2(SYS_arch_prctl, ARCH_SET_FS, mine);
	sys2(SYS_arch_prctl, ARCH_SET_GS, mine + 1);
	for (i = 0; i < 200; i++) {
		sys0(SYS_sched_yield);
		if (at_fs(0) != mine[0] || at_gs(0) != mine[1])
			return 1;
	}
	return 0;
}
WORK("segment bases", segment_bases);

struct descriptor { u32 entry, base, limit, flags; };
/* 32 bits, data, limit in pages, usable */
#define FLAT_DATA	0x51

/* Segments by descriptors of a table its own, which a child inherits */
static int descriptors(void)
{
	u64 *low = (u64 *)syscall(SYS_mmap, 0x10000000, 4096,
				  PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
				  0);
	int i, last = 700;
	long pid;

	low[0] = sys0(SYS_getpid);
	low[1] = low[0] * 3;
	for (i = 0; i <= last; i += last) {
		struct descriptor d = {
			i, 0x10000000 + (i ? 8 : 0), 0xfffff, FLAT_DATA
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

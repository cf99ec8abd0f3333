/* SPDX-License-Identifier: Apache-2.0 */
/* Threads */
#include "stress.h"

static volatile u64 thread_sum;

static void thread_body(void)
{
	int i;

	for (i = 0; i < 1000; i++) {
		__sync_fetch_and_add(&thread_sum, at_fs(0));
		if (i % 100 == 0)
			sys0(SYS_sched_yield);
	}
	sys1(SYS_exit, 0);
}

/* CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS, CHILD_CLEARTID */
#define THREAD_FLAGS	(0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x40000 | \
			 0x80000 | 0x200000)

static void start_thread(u8 *stack, u64 *local, volatile int *alive)
{
	register volatile int *r10 asm("r10") = alive;
	register u64 *r8 asm("r8") = local;
	long result;

	asm volatile("syscall\n\t"
		     "test %%rax,%%rax\n\t"
		     "jnz 1f\n\t"
		     "call *%6\n"
		     "1:"
		     : "=a" (result)
		     : "0" (SYS_clone), "D" (THREAD_FLAGS), "S" (stack),
		       "r" (r10), "r" (r8), "r" (thread_body)
		     : "rcx", "r11", "rdx", "memory");
}

static int threads(void)
{
	static volatile int alive[8];
	static u64 local[8];
	u64 want = 0;
	int i;

	for (i = 0; i < 8; i++) {
		alive[i] = 1;
		local[i] = i + 1;
		want += 1000 * local[i];
		start_thread(pages(65536) + 65536 - 64, &local[i], &alive[i]);
	}
	for (i = 0; i < 8; i++)
		while (alive[i])
			sleep_ms(1);
	return thread_sum != want;
}
WORK("threads", threads);

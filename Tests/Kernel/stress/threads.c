/* SPDX-License-Identifier: Apache-2.0 */
/* Threads */
#include "stress.h"

static volatile ulong thread_sum;

static void __attribute__((used)) thread_body(void)
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

#ifdef __i386__
/* %fs has the selector of the first descriptor: the thread's is another one. */
static void start_thread(u8 *stack, ulong *local, volatile int *alive)
{
	struct descriptor tls = { TLS_ENTRY, (ulong)local, 0xfffff, FLAT_DATA };
	long result;

	asm volatile("int $0x80\n\t"
		     "test %%eax,%%eax\n\t"
		     "jnz 1f\n\t"
		     "call thread_body\n"
		     "1:"
		     : "=a" (result)
		     : "0" (SYS_clone), "b" (THREAD_FLAGS), "c" (stack),
		       "S" (&tls), "D" (alive)
		     : "edx", "memory");
}
#else
static void start_thread(u8 *stack, ulong *local, volatile int *alive)
{
	register volatile int *r10 asm("r10") = alive;
	register ulong *r8 asm("r8") = local;
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
#endif

static int threads(void)
{
	static volatile int alive[8];
	static ulong local[8];
	ulong want = 0;
	int i;

	use_local_storage();
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

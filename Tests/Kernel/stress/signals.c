/* SPDX-License-Identifier: Apache-2.0 */
/* Signals, and the registers that they and other processes must not change */
#include "stress.h"

static volatile ulong signals;
static volatile double signal_sum;

static void count_signal(int signal)
{
	signals++;
	signal_sum = signal_sum * 1.5 + signals;
}

static int signal_storm(void)
{
	long me = sys0(SYS_getpid);
	int i;

	on_signal(SIGUSR1, count_signal, 0);
	for (i = 0; i < 2000; i++)
		sys2(SYS_kill, me, SIGUSR1);
	return signals != 2000;
}
WORK("signals", signal_storm);

/*
 * Floating point: signals and other processes come in between, and no bit
 * may change.
 */
static int floating_point(void)
{
	struct { struct timeval interval, value; } often = {
		{ 0, 1000 }, { 0, 1000 }
	};
	double a = sys0(SYS_getpid), want = a;
	int i, round;

	on_signal(SIGALRM, count_signal, 0);
	sys3(SYS_setitimer, 0, &often, 0);
	for (round = 0; round < 20; round++) {
		double x = a, y = 1, z = 0.5, u = a * 3;

		for (i = 0; i < 20000; i++) {
			x += y;
			y = y * 0.999 + z;
			z = z + 1 / (u + x);
			u -= y * z;
		}
		asm volatile("" : "+x" (x), "+x" (y), "+x" (z), "+x" (u));
		if (round == 0)
			want = x + y + z + u;
		else if (want != x + y + z + u)
			return 1;
		if (round % 4 == 0)
			sys0(SYS_sched_yield);
	}
	return 0;
}
WORK("floating point", floating_point);

static ulong wanted_rip, wanted_cs;

static void change_frame(int signal, void *info, ulong *context)
{
	if (wanted_rip)
		context[CONTEXT_IP] = wanted_rip;
	if (wanted_cs)
		context[CONTEXT_CS] = wanted_cs;
}

static int return_to_frame(void)
{
	on_signal(SIGUSR1, (void (*)(int))change_frame, SA_SIGINFO);
	sys2(SYS_kill, sys0(SYS_getpid), SIGUSR1);
	return 0;
}

/* The third number of the kernel's release. */
static ulong sublevel(void)
{
	char names[6][65];
	const char *digit = names[2] + sizeof("2.6.") - 1;
	ulong number = 0;

	sys1(SYS_uname, names);
	while (*digit >= '0' && *digit <= '9')
		number = number * 10 + *digit++ - '0';
	return number;
}

/* Whether the kernel takes the code segment from a frame: on x86_64 from 2.6.15 on. */
static int returns_to_segment(void)
{
	return sizeof(ulong) == 4 || sublevel() >= 15;
}

/* The kernel cannot go back to such a frame: the process ends by a signal. */
static int bad_frames(void)
{
#ifdef __i386__
	static const ulong rips[] = { 0xc0100000, 0xf5800000, 8 };
#else
	static const ulong rips[] = { 0x800000000000, 0xffff800000000000, 8 };
#endif
	static const ulong selectors[] = { 7, 0x7fff, 0xe008, 0x23f };
	ulong i;

	for (i = 0; i < sizeof(rips) / sizeof(*rips); i++) {
		wanted_rip = rips[i];
		if (in_child(return_to_frame) < 128)
			return 1;
	}
	wanted_rip = 0;
	if (!returns_to_segment())
		return 0;
	for (i = 0; i < sizeof(selectors) / sizeof(*selectors); i++) {
		wanted_cs = selectors[i];
		if (in_child(return_to_frame) < 128)
			return 1;
	}
	return 0;
}
WORK("frames that nobody can return to", bad_frames);

/* x87 and SSE registers hold their values while others run. */
static int registers_kept(void)
{
	u64 mark = sys0(SYS_getpid) * 0x100000001ULL, seen;
	long double deep = mark, out;
	int i;

	for (i = 0; i < 200; i++) {
#ifdef __i386__
		asm volatile("fldt %2\n\t"
			     "movq %3,%%xmm5\n\t"
			     "int $0x80\n\t"
			     "movq %%xmm5,%0\n\t"
			     "fstpt %1"
			     : "=m" (seen), "=m" (out)
			     : "m" (deep), "m" (mark), "a" (SYS_sched_yield)
			     : "xmm5", "memory");
#else
		asm volatile("fldt %2\n\t"
			     "movq %3,%%xmm9\n\t"
			     "mov $24,%%eax\n\tsyscall\n\t"
			     "movq %%xmm9,%0\n\t"
			     "fstpt %1"
			     : "=&r" (seen), "=m" (out)
			     : "m" (deep), "r" (mark)
			     : "rax", "rcx", "r11", "xmm9", "memory");
#endif
		if (seen != mark || out != deep)
			return 1;
	}
	return 0;
}
WORK("registers kept", registers_kept);

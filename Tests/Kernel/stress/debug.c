/* SPDX-License-Identifier: Apache-2.0 */
/* Watchpoints and single steps, as a debugger has them */
#include "stress.h"

enum { PTRACE_TRACEME = 0, PTRACE_POKEUSER = 6, PTRACE_CONT = 7,
       PTRACE_SINGLESTEP = 9 };

/* Register 0: watch writes of as many bytes as a word has, in this process */
#ifdef __i386__
#define WATCH_WRITES	(0xd0000L | 1)
#else
#define WATCH_WRITES	(0x90000L | 1)
#endif
#define STEPS		50

static volatile ulong watched;

static int write_watched(void)
{
	watched = 1;
	return 0;
}

static int count(void)
{
	volatile int i;

	for (i = 0; i < 10000; i++)
		;
	return 0;
}

/* A child that waits for its debugger, and then does body */
static long start_traced(int (*body)(void))
{
	long pid = sys0(SYS_fork);

	if (pid == 0) {
		sys4(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0);
		sys2(SYS_kill, sys0(SYS_getpid), SIGSTOP);
		sys1(SYS_exit_group, body());
	}
	return stopped_by(pid) == SIGSTOP ? pid : -1;
}

static void end_traced(long pid)
{
	sys2(SYS_kill, pid, SIGKILL);
	wait_for(pid);
}

static int watch(volatile ulong *address, long control)
{
	long pid = start_traced(write_watched);
	int signal;

	if (pid < 0)
		return -1;
	sys4(SYS_ptrace, PTRACE_POKEUSER, pid, DEBUGREG(0), address);
	sys4(SYS_ptrace, PTRACE_POKEUSER, pid, DEBUGREG(7), control);
	sys4(SYS_ptrace, PTRACE_CONT, pid, 0, 0);
	signal = stopped_by(pid);
	if (signal)
		end_traced(pid);
	return signal;
}

static int all_steps(void)
{
	long pid = start_traced(count);
	int i;

	if (pid < 0)
		return 0;
	for (i = 0; i < STEPS; i++) {
		sys4(SYS_ptrace, PTRACE_SINGLESTEP, pid, 0, 0);
		if (stopped_by(pid) != SIGTRAP)
			return 0;
	}
	end_traced(pid);
	return 1;
}

/* One does not spoil the other, whoever else is at work. */
static int watchpoints(void)
{
	int i;

	for (i = 0; i < 5; i++)
		if (!all_steps() || watch(&watched, WATCH_WRITES) != SIGTRAP)
			return 1;
	return !all_steps();
}
WORK_WITH("single steps and watchpoints", watchpoints, "watchpoints");

/* Whatever a debugger writes there, the kernel lives. */
static int odd_watchpoints(void)
{
	static const ulong address[] = {
#ifdef __i386__
		0, 0xbfffeff8, 0xc0000000, 0xf5800000, 0xfffff000, 1,
#else
		0, 0x7fffffffeff8, 0xffff800000000000, 0xffffffff80200000,
		0x800000000000, 1,
#endif
	};
	ulong i;

	for (i = 0; i < sizeof(address) / sizeof(*address); i++) {
		watch((volatile ulong *)address[i], WATCH_WRITES);
		watch((volatile ulong *)address[i], 0xffffffff);
		watch((volatile ulong *)address[i], 0xe2000 | 1);
	}
	return !all_steps();
}
WORK("watchpoints anywhere", odd_watchpoints);

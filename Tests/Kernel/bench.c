/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times what costs more in a guest than on a bare machine, as the first
 * process: one line for each, in nanoseconds, the best of several rounds.
 */
#include "system.h"

#define ROUNDS	7

static char **program_envp;

static int system_call(void)
{
	int i;

	for (i = 0; i < 20000; i++)
		sys0(SYS_getpid);
	return i;
}

static int page_fault(void)
{
	int count = 1000, i;
	volatile u8 *area = pages(count * 4096);

	for (i = 0; i < count; i++)
		area[i * 4096] = 1;
	sys2(SYS_munmap, area, count * 4096);
	return count;
}

static int protect(void)
{
	int count = 500, i;
	u8 *area = pages(16 * 4096);

	for (i = 0; i < 16; i++)
		area[i * 4096] = 1;
	for (i = 0; i < count; i++)
		sys3(SYS_mprotect, area, 16 * 4096,
		     i & 1 ? PROT_READ | PROT_WRITE : PROT_READ);
	sys2(SYS_munmap, area, 16 * 4096);
	return count;
}

static int fork_exit(void)
{
	int i;

	for (i = 0; i < 50; i++) {
		long pid = sys0(SYS_fork);

		if (pid == 0)
			sys1(SYS_exit_group, 0);
		wait_for(pid);
	}
	return i;
}

static int fork_exec_exit(void)
{
	char *argv[] = { "/init", "exit", 0 };
	int i;

	for (i = 0; i < 50; i++) {
		long pid = sys0(SYS_fork);

		if (pid == 0) {
			sys3(SYS_execve, "/init", argv, program_envp);
			sys1(SYS_exit_group, 1);
		}
		wait_for(pid);
	}
	return i;
}

/* A parent with 1 MiB of its own to copy */
static int fork_big(void)
{
	u8 *area = pages(256 * 4096);
	int i, n;

	for (i = 0; i < 256; i++)
		area[i * 4096] = 1;
	n = fork_exit();
	sys2(SYS_munmap, area, 256 * 4096);
	return n;
}

/* Bases and registers that a switch has to change, when there are any */
static double number;
static ulong local;

static void compute(int floating)
{
	if (floating)
		number = number * 1.5 + 1;
}

/* There and back by two pipes is two switches. */
static int switches(int floating)
{
	int there[2], back[2], i, count = 1000;
	u8 byte = 0;
	long pid;

	sys1(SYS_pipe, there);
	sys1(SYS_pipe, back);
	pid = sys0(SYS_fork);
	if (pid == 0) {
		sys1(SYS_close, there[1]);
		while (sys3(SYS_read, there[0], &byte, 1) == 1) {
			compute(floating);
			sys3(SYS_write, back[1], &byte, 1);
		}
		sys1(SYS_exit_group, 0);
	}
	for (i = 0; i < count; i++) {
		compute(floating);
		sys3(SYS_write, there[1], &byte, 1);
		sys3(SYS_read, back[0], &byte, 1);
	}
	for (i = 0; i < 2; i++) {
		sys1(SYS_close, there[i]);
		sys1(SYS_close, back[i]);
	}
	wait_for(pid);
	return 2 * count;
}

static int context_switch(void)
{
	return switches(0);
}

/* As programs with a C library have it: thread-local storage, SSE registers */
static int full_switch(void)
{
	set_bases(&local, 0);
	return switches(1);
}

static volatile int seen;

static void see(int signal)
{
	seen++;
}

static int signal(void)
{
	long me = sys0(SYS_getpid);
	int i;

	on_signal(SIGUSR1, see, 0);
	for (i = 0; i < 2000; i++)
		sys2(SYS_kill, me, SIGUSR1);
	return i;
}

static const struct {
	const char *name;
	int (*body)(void);
} rows[] = {
	{ "system call", system_call },
	{ "page fault", page_fault },
	{ "mprotect of 16 pages", protect },
	{ "fork, exit", fork_exit },
	{ "fork of 256 pages, exit", fork_big },
	{ "fork, exec, exit", fork_exec_exit },
	{ "context switch by a pipe", context_switch },
	{ "signal", signal },
	{ "context switch with TLS and SSE", full_switch },
};

static void measure(const char *name, int (*body)(void))
{
	ulong best = -1UL;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		ulong before = microseconds(), each;
		int count = body();

		each = (ulong)(microseconds() - before) * 1000 / count;
		if (each < best)
			best = each;
	}
	say("bench ");
	say(name);
	say(": ");
	say_number(best);
	say(" ns\n");
}

void start(ulong *stack)
{
	ulong i;

	program_envp = (char **)(stack + 1) + stack[0] + 1;
	if (stack[0] > 1 && ((char **)(stack + 1))[1][0] == 'e')
		sys1(SYS_exit_group, 0);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		measure(rows[i].name, rows[i].body);
	say("# timed\n");
	if (sys0(SYS_getpid) == 1)
		power_off(on_machine(program_envp, "bare"));
	sys1(SYS_exit_group, 0);
}

asm(".text\n.globl _start\n_start:\n" CALL_START);

/* SPDX-License-Identifier: Apache-2.0 */
/* Processes */
#include "stress.h"

int fork_many(void)
{
	int i;

	for (i = 0; i < 100; i++) {
		long pid = sys0(SYS_fork);

		if (pid == 0)
			sys1(SYS_exit_group, i & 127);
		if (wait_for(pid) != (i & 127))
			return 1;
	}
	return 0;
}
WORK("fork", fork_many);

static int exec_many(void)
{
	char *argv[] = { program_argv[0], "exit", 0 };
	int i;

	for (i = 0; i < 20; i++) {
		long pid = i & 1 ? VFORK() : sys0(SYS_fork);

		if (pid == 0) {
			sys3(SYS_execve, "/proc/self/exe", argv, program_envp);
			sys1(SYS_exit_group, 1);
		}
		if (wait_for(pid) != 77)
			return 1;
	}
	return 0;
}
WORK("exec", exec_many);

/* A tree of processes that live at once and write on shared and own pages */
static int copy_on_write(void)
{
	ulong size = 64 * 4096, i;
	u8 *own = pages(size);
	int level;

	for (i = 0; i < size; i++)
		own[i] = i * 7;
	for (level = 0; level < 5; level++) {
		long pid = sys0(SYS_fork);

		if (pid < 0)
			return 1;
		if (pid == 0) {
			for (i = level; i < size; i += 4096)
				own[i] ^= 255;
			continue;
		}
		if (wait_for(pid))
			return 1;
		for (i = 0; i < size; i += 4096)
			if (own[i + level] != (u8)((i + level) * 7))
				return 1;
	}
	return 0;
}
WORK("copy on write", copy_on_write);

/*
 * So many pages next to one another that a port may change their whole table
 * at once: a process' own, of which each child changes some, and shared ones.
 */
#define FULL	160

static int own_byte(int page, int generation)
{
	return (u8)(page + (page % 3 ? 0 : generation));
}

static void next_generation(u8 *own, u8 *shared)
{
	int i;

	for (i = 0; i < FULL; i++) {
		own[i * 4096] += i % 3 == 0;
		shared[i * 4096]++;
	}
}

static int wrong_bytes(const u8 *own, const u8 *shared, int generation,
		       int youngest)
{
	int i;

	for (i = 0; i < FULL; i++)
		if (own[i * 4096] != own_byte(i, generation) ||
		    shared[i * 4096] != (u8)youngest)
			return 1;
	return 0;
}

static int descend(u8 *own, u8 *shared, int generation)
{
	long pid;

	if (wrong_bytes(own, shared, generation, generation))
		return 1;
	if (generation == 3)
		return 0;
	pid = sys0(SYS_fork);
	if (pid == 0) {
		next_generation(own, shared);
		sys1(SYS_exit_group, descend(own, shared, generation + 1));
	}
	return wait_for(pid) || wrong_bytes(own, shared, generation, 3);
}

static int fork_full(void)
{
	u8 *own = pages(FULL * 4096);
	long shared = map(0, FULL * 4096, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int i;

	if (!own || is_error(shared))
		return 1;
	for (i = 0; i < FULL; i++)
		own[i * 4096] = i;
	return descend(own, (u8 *)shared, 0);
}
WORK("fork of full tables", fork_full);

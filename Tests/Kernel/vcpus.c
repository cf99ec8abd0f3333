/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stops and starts a guest's vCPUs under load as the first process, and prints
 * a line for each test: TAP. Words of the kernel's command line:
 *
 *	vcpus=4		how many run at the start
 *	rounds=10	how often each is stopped and started
 *	orders=413	so many are to run when the toolstack has seen the
 *			line "# order: 4", and so on
 */
#include "system.h"

#define LOAD		6
#define READERS		4
#define READS		20000
/* Seconds of the guest's for a change */
#define PATIENCE	60

static int set_online(int vcpu, int on)
{
	char path[] = "/sys/devices/system/cpu/cpu0/online";
	long fd, written;

	path[27] = '0' + vcpu;
	fd = sys2(SYS_open, path, O_RDWR);
	if (fd < 0)
		return 0;
	written = sys3(SYS_write, fd, on ? "1" : "0", 1);
	sys1(SYS_close, fd);
	return written == 1;
}

/* Forks, maps and writes for ever */
static void keep_busy(void)
{
	for (;;) {
		long pid = sys0(SYS_fork);
		u8 *memory = pages(16 * 4096);
		int i;

		for (i = 0; memory && i < 16; i++)
			memory[i * 4096] = i;
		sys2(SYS_munmap, memory, 16 * 4096);
		if (!pid)
			sys1(SYS_exit_group, 0);
		wait_for(pid);
	}
}

static int stop_and_start(int vcpus, int rounds)
{
	int i, vcpu, good = 1;

	for (i = 0; i < rounds; i++) {
		for (vcpu = 1; vcpu < vcpus; vcpu++)
			good &= set_online(vcpu, 0);
		good &= count_vcpus() == 1;
		for (vcpu = 1; vcpu < vcpus; vcpu++)
			good &= set_online(vcpu, 1);
		good &= count_vcpus() == vcpus;
	}
	return good;
}

/* The time that somebody has read is not later than what is read next. */
static int read_clocks(volatile u64 *last)
{
	int i;

	for (i = 0; i < READS; i++) {
		u64 before = *last, now = microseconds();

		if (now + 1 < before)
			return 1;
		if (now > *last)
			*last = now;
		if (i % 64 == 0)
			sys0(SYS_sched_yield);
	}
	return 0;
}

static int clocks_agree(void)
{
	u64 *last = (u64 *)map(0, 4096, PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	long pids[READERS];
	int i, good = 1;

	for (i = 0; i < READERS; i++) {
		pids[i] = sys0(SYS_fork);
		if (!pids[i])
			sys1(SYS_exit_group, read_clocks(last));
	}
	for (i = 0; i < READERS; i++)
		good &= wait_for(pids[i]) == 0;
	return good;
}

static int become(int vcpus)
{
	int i;

	for (i = 0; i < PATIENCE * 10 && count_vcpus() != vcpus; i++)
		sleep_ms(100);
	return count_vcpus() == vcpus;
}

/* The toolstack waits for a line for each. */
static int follow_orders(int orders)
{
	int digit = 1, good = 1;

	while (orders / digit >= 10)
		digit *= 10;
	for (; digit; digit /= 10) {
		say("# order: ");
		say_number(orders / digit % 10);
		say("\n");
		good &= become(orders / digit % 10);
	}
	return good;
}

void start(ulong *stack)
{
	char **envp = (char **)(stack + 1) + stack[0] + 1;
	int vcpus = number_of(envp, "vcpus", 1);
	int rounds = number_of(envp, "rounds", 0);
	int orders = number_of(envp, "orders", 0);
	long load[LOAD];
	int i;

	sys2(SYS_mkdir, "/proc", 0755);
	sys2(SYS_mkdir, "/sys", 0755);
	sys5(SYS_mount, "proc", "/proc", "proc", 0, 0);
	sys5(SYS_mount, "sys", "/sys", "sysfs", 0, 0);
	report("all vCPUs run", become(vcpus));
	report("their clocks agree", clocks_agree());
	for (i = 0; i < LOAD; i++) {
		load[i] = sys0(SYS_fork);
		if (!load[i])
			keep_busy();
	}
	if (rounds)
		report("stopped and started under load",
		       stop_and_start(vcpus, rounds));
	if (orders)
		report("given and taken by the toolstack",
		       follow_orders(orders));
	for (i = 0; i < LOAD; i++)
		sys2(SYS_kill, load[i], SIGKILL);
	for (i = 0; i < LOAD; i++)
		wait_for(load[i]);
	say("1..");
	say_number(tests);
	say(failures ? "\n# failed\n" : "\n# all is well\n");
	power_off(0);
}

asm(".text\n.globl _start\n_start:\n" CALL_START);

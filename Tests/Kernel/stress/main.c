/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exercises what a port of the kernel to Xen may get wrong, as the first
 * process or as any other, and prints a line for each kind of work that is
 * the same on every machine: TAP. A first argument is the number of rounds,
 * or with an s behind it the seconds that they are to take.
 */
#include "stress.h"

char **program_argv, **program_envp;
int first, is_bare, is_model;

static void crowds(const char *argument)
{
	int number = 0;

	for (; *argument >= '0' && *argument <= '9'; argument++)
		number = number * 10 + *argument - '0';
	if (*argument == 's')
		test_seconds(number);
	else
		test_rounds(number);
}

static void finish(void)
{
	say("1..");
	say_number(tests);
	say(failures ? "\n# failed\n" : "\n# all is well\n");
	if (first)
		power_off(is_bare);
	sys1(SYS_exit_group, failures != 0);
}

/* vcpus=N: the kernel has started all of them. */
static void test_vcpus(int vcpus)
{
	if (vcpus)
		report("all vCPUs run", count_vcpus() == vcpus);
}

void start(ulong *stack)
{
	program_argv = (char **)(stack + 1);
	program_envp = program_argv + stack[0] + 1;
	if (stack[0] > 1 && program_argv[1][0] == 'e')
		sys1(SYS_exit_group, 77);
	first = sys0(SYS_getpid) == 1;
	is_bare = on_machine(program_envp, "bare");
	is_model = on_machine(program_envp, "model");
	if (first) {
		sys2(SYS_mkdir, "/proc", 0755);
		sys5(SYS_mount, "proc", "/proc", "proc", 0, 0);
		sys3(SYS_mknod, "/mem", S_IFCHR | 0600, 1 << 8 | 1);
		test_vcpus(number_of(program_envp, "vcpus", 0));
	}
	test_faults();
	test_works();
	crowds(stack[0] > 1 ? program_argv[1] : "1");
	finish();
}

asm(".text\n.globl _start\n_start:\n" CALL_START);

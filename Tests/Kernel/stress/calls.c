/* SPDX-License-Identifier: Apache-2.0 */
/* System calls keep the registers that have their arguments. */
#include "stress.h"

#ifdef __i386__
static void nothing(int signal)
{
}

/* What a compiler may change are arguments that a call changes itself. */
static int registers_of_calls(void)
{
	long me = sys0(SYS_getpid), fd[2];

	on_signal(SIGUSR1, nothing, 0);
	lost_registers = 0;
	sys2(SYS_kill, me, SIGUSR1);
	syscall(SYS_setreuid, 0, 0, 1, 2, 3, 4);
	syscall(SYS_setresuid, 0, 0, 0, 2, 3, 4);
	syscall(SYS_setuid, 0, 1, 2, 3, 4, 5);
	syscall(SYS_mkdirat, -1, (long)"/proc", -1, 3, 4, 5);
	syscall(SYS_madvise, 1, 2, 3, 4, 5, 6);
	syscall(SYS_msync, 4096, 4096, 0, 4, 5, 6);
	syscall(SYS_ipc, 1, 2, 3, 4, 0, 6);
	syscall(SYS_pipe, (long)fd, 2, 3, 4, 5, 6);
	syscall(SYS_sched_yield, 1, 2, 3, 4, 5, 6);
	return lost_registers;
}
WORK("registers of system calls", registers_of_calls);
#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What i386 has of its own: see system.h. */
#ifndef I386_H
#define I386_H

enum {
	SYS_exit = 1, SYS_fork = 2, SYS_read = 3, SYS_write = 4, SYS_open = 5,
	SYS_close = 6, SYS_execve = 11, SYS_mknod = 14, SYS_getpid = 20,
	SYS_mount = 21, SYS_setuid = 23, SYS_ptrace = 26, SYS_kill = 37,
	SYS_mkdir = 39, SYS_pipe = 42, SYS_ioctl = 54, SYS_gettimeofday = 78,
	SYS_reboot = 88, SYS_munmap = 91, SYS_ioperm = 101,
	SYS_socketcall = 102, SYS_syslog = 103, SYS_setitimer = 104, SYS_iopl = 110,
	SYS_wait4 = 114, SYS_sysinfo = 116, SYS_ipc = 117, SYS_fsync = 118,
	SYS_clone = 120, SYS_uname = 122, SYS_modify_ldt = 123, SYS_mprotect = 125,
	SYS_msync = 144, SYS_sched_yield = 158, SYS_nanosleep = 162,
	SYS_mremap = 163, SYS_rt_sigreturn = 173, SYS_rt_sigaction = 174,
	SYS_rt_sigprocmask = 175, SYS_pread64 = 180, SYS_pwrite64 = 181,
	SYS_vfork = 190, SYS_mmap2 = 192, SYS_setreuid = 203,
	SYS_setresuid = 208, SYS_madvise = 219, SYS_set_thread_area = 243,
	SYS_exit_group = 252, SYS_mkdirat = 296,
};

/* By int 0x80; system.c counts the registers that it did not keep. */
long syscall(long nr, long a, long b, long c, long d, long e, long f);
extern int lost_registers;

#define MAP_CALL(at, bytes, protection, flags, file, offset) \
	syscall(SYS_mmap2, at, bytes, protection, flags, file, (offset) >> 12)

/* The calls of sockets, which are one call */
enum {
	NET_socket = 1, NET_bind = 2, NET_listen = 4, NET_accept = 5,
	NET_sendto = 11, NET_recvfrom = 12, NET_setsockopt = 14,
};
#define NET_CALL(nr, arguments) \
	syscall(SYS_socketcall, nr, (long)(arguments), 0, 0, 0, 0)

/* The child has this stack too, and must not leave the function. */
static inline __attribute__((always_inline)) long vfork_here(void)
{
	long result;

	asm volatile("int $0x80" : "=a" (result) : "0" (SYS_vfork) : "memory");
	return result;
}
#define VFORK()		vfork_here()

/* Where struct ucontext has the instruction pointer and the selectors, in words */
#define CONTEXT_IP	19
#define CONTEXT_CS	20

/* Where struct user has the debug registers */
#define DEBUGREG(n)	(252 + 4 * (n))

/* The first descriptor of the GDT that set_thread_area() may write */
#define TLS_ENTRY	6

/* The frame that has a struct ucontext, for all signals */
#define SIGNAL_FRAME	4	/* SA_SIGINFO */

/* How a signal's handler returns; the first instruction of a program */
#define RETURN_FROM_SIGNAL	"\tmov $173,%eax\n\tint $0x80\n"
#define CALL_START \
	"\tmov %esp,%eax\n\tand $-16,%esp\n\tsub $12,%esp\n" \
	"\tpush %eax\n\tcall start\n"

#endif

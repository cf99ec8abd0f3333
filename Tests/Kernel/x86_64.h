/* SPDX-License-Identifier: Apache-2.0 */
/* What x86_64 has of its own: see system.h. */
#ifndef X86_64_H
#define X86_64_H

enum {
	SYS_read = 0, SYS_write = 1, SYS_open = 2, SYS_close = 3, SYS_mmap = 9,
	SYS_mprotect = 10, SYS_munmap = 11, SYS_rt_sigaction = 13,
	SYS_rt_sigprocmask = 14, SYS_rt_sigreturn = 15, SYS_ioctl = 16,
	SYS_pread64 = 17, SYS_pwrite64 = 18, SYS_pipe = 22,
	SYS_sched_yield = 24, SYS_mremap = 25, SYS_nanosleep = 35,
	SYS_setitimer = 38, SYS_getpid = 39, SYS_clone = 56, SYS_fork = 57,
	SYS_vfork = 58, SYS_execve = 59, SYS_exit = 60, SYS_wait4 = 61,
	SYS_kill = 62, SYS_uname = 63, SYS_fsync = 74, SYS_mkdir = 83,
	SYS_gettimeofday = 96,
	SYS_sysinfo = 99, SYS_ptrace = 101, SYS_syslog = 103,
	SYS_mknod = 133, SYS_modify_ldt = 154, SYS_arch_prctl = 158,
	SYS_mount = 165, SYS_reboot = 169, SYS_iopl = 172, SYS_ioperm = 173,
	SYS_exit_group = 231,
};
enum { ARCH_SET_GS = 0x1001, ARCH_SET_FS = 0x1002 };

static inline long syscall(long nr, long a, long b, long c, long d, long e,
			   long f)
{
	register long r10 asm("r10") = d;
	register long r8 asm("r8") = e;
	register long r9 asm("r9") = f;
	long result;

	asm volatile("syscall" : "=a" (result)
		     : "0" (nr), "D" (a), "S" (b), "d" (c), "r" (r10),
		       "r" (r8), "r" (r9)
		     : "rcx", "r11", "memory");
	return result;
}

/* The calls of sockets */
enum {
	NET_socket = 41, NET_accept = 43, NET_sendto = 44, NET_recvfrom = 45,
	NET_bind = 49, NET_listen = 50, NET_setsockopt = 54,
};
#define NET_CALL(nr, arguments) net_call(nr, arguments)

static inline long net_call(long nr, const long *a)
{
	return syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
}

#define MAP_CALL(at, bytes, protection, flags, file, offset) \
	syscall(SYS_mmap, at, bytes, protection, flags, file, offset)

#define VFORK()		sys0(SYS_vfork)

/* Where struct ucontext has the instruction pointer and the selectors, in words */
#define CONTEXT_IP	21
#define CONTEXT_CS	23

/* Where struct user has the debug registers */
#define DEBUGREG(n)	(848 + 8 * (n))

/* All signals have the frame with a struct ucontext. */
#define SIGNAL_FRAME	0

/* How a signal's handler returns; the first instruction of a program */
#define RETURN_FROM_SIGNAL	"\tmov $15,%eax\n\tsyscall\n"
#define CALL_START		"\tmov %rsp,%rdi\n\tand $-16,%rsp\n\tcall start\n"

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a program without a C library needs of x86_64 Linux, 2.6.12 or later.
 */
#ifndef SYSTEM_H
#define SYSTEM_H

typedef unsigned long u64;
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

enum {
	SYS_read = 0, SYS_write = 1, SYS_open = 2, SYS_close = 3, SYS_mmap = 9,
	SYS_mprotect = 10, SYS_munmap = 11, SYS_rt_sigaction = 13,
	SYS_rt_sigprocmask = 14, SYS_rt_sigreturn = 15, SYS_pipe = 22,
	SYS_sched_yield = 24, SYS_mremap = 25, SYS_nanosleep = 35,
	SYS_setitimer = 38, SYS_getpid = 39, SYS_clone = 56, SYS_fork = 57,
	SYS_vfork = 58, SYS_execve = 59, SYS_exit = 60, SYS_wait4 = 61,
	SYS_kill = 62, SYS_mkdir = 83, SYS_gettimeofday = 96, SYS_ptrace = 101,
	SYS_mknod = 133, SYS_modify_ldt = 154, SYS_arch_prctl = 158,
	SYS_mount = 165, SYS_reboot = 169, SYS_iopl = 172, SYS_ioperm = 173,
	SYS_exit_group = 231,
};

enum { O_RDWR = 2, S_IFCHR = 020000 };
enum { EFAULT = 14 };
enum { PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4 };
enum { MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_FIXED = 16, MAP_ANONYMOUS = 32 };
enum {
	SIGILL = 4, SIGTRAP = 5, SIGFPE = 8, SIGKILL = 9, SIGUSR1 = 10,
	SIGSEGV = 11, SIGALRM = 14, SIGCHLD = 17,
	SIGSTOP = 19,
};
enum { SA_SIGINFO = 4, SA_RESTORER = 0x4000000, SA_NODEFER = 0x40000000 };
enum { ARCH_SET_GS = 0x1001, ARCH_SET_FS = 0x1002 };

struct timeval { long sec, usec; };
struct timespec { long sec, nsec; };

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

#define sys0(nr)		syscall(nr, 0, 0, 0, 0, 0, 0)
#define sys1(nr, a)		syscall(nr, (long)(a), 0, 0, 0, 0, 0)
#define sys2(nr, a, b)		syscall(nr, (long)(a), (long)(b), 0, 0, 0, 0)
#define sys3(nr, a, b, c) \
	syscall(nr, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define sys4(nr, a, b, c, d) \
	syscall(nr, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define sys5(nr, a, b, c, d, e) \
	syscall(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)

/* Said to the console */
void say(const char *text);
void say_number(long n);

/* Prints the next line of TAP, and counts it. */
void report(const char *name, int good);
extern int tests, failures;

/* Calls handler(signal) when it comes; flags: SA_NODEFER or 0. */
void on_signal(int signal, void (*handler)(int), u64 flags);

/* Waits for a child, pid -1 for any: its exit code, 128 + the signal that ended it, or -1. */
int wait_for(long pid);

/* Waits until a traced child stops: the signal that stopped it, or 0 if it ended. */
int stopped_by(long pid);

/* Runs body in a child and gives what wait_for() does. */
int in_child(int (*body)(void));

/* Pages of zeros, or 0 */
u8 *pages(u64 bytes);

u64 microseconds(void);
void sleep_ms(long ms);

/* The next number of a sequence that seed begins */
u32 next_random(u32 *seed);

/* The number of the kernel's command line behind "name=" */
int number_of(char **envp, const char *name, int otherwise);

/* How many processors run; /proc has to be there. */
int count_vcpus(void);

int on_bare_machine(char **envp);
void power_off(int bare);

#endif

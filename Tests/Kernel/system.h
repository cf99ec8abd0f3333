/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a program without a C library needs of Linux, 2.6.12 or later, on
 * x86_64 and i386.
 */
#ifndef SYSTEM_H
#define SYSTEM_H

typedef unsigned long ulong;
typedef unsigned long long u64;
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

/* The calls' numbers, syscall(), and what else is an architecture's own */
#ifdef __i386__
#include "i386.h"
#else
#include "x86_64.h"
#endif

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

struct timeval { long sec, usec; };
struct timespec { long sec, nsec; };

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
/* A test that is left out, with what it would need */
void report_skipped(const char *name, const char *need);
extern int tests, failures;

/* Calls handler(signal) when it comes; flags: SA_NODEFER or 0. */
void on_signal(int signal, void (*handler)(int), ulong flags);

/* Waits for a child, pid -1 for any: its exit code, 128 + the signal that ended it, or -1. */
int wait_for(long pid);

/* Waits until a traced child stops: the signal that stopped it, or 0 if it ended. */
int stopped_by(long pid);

/* Runs body in a child and gives what wait_for() does. */
int in_child(int (*body)(void));

/* mmap(): the address, or a negative error */
long map(ulong at, ulong bytes, int protection, int flags, long file,
	 u64 offset);
int is_error(long result);

/* Pages of zeros, or 0 */
u8 *pages(ulong bytes);

u64 microseconds(void);
void sleep_ms(long ms);

/* The next number of a sequence that seed begins */
u32 next_random(u32 *seed);

/* The number of the kernel's command line behind "name=" */
int number_of(char **envp, const char *name, int otherwise);

/* How many processors run; /proc has to be there. */
int count_vcpus(void);

/* As modify_ldt() and set_thread_area() take it */
struct descriptor { u32 entry, base, limit, flags; };
/* 32 bits, data, limit in pages, usable */
#define FLAT_DATA	0x51

/* Where %fs and %gs point to, of this process */
void set_bases(ulong *fs, ulong *gs);

int on_machine(char **envp, const char *kind);
void power_off(int bare);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exercises what a port of the kernel to Xen may get wrong, as the first
 * process or as any other, and prints a line for each kind of work that is
 * the same on every machine: TAP. A first argument is the number of rounds.
 */
#include "system.h"

static char **program_argv, **program_envp;
static int failures, tests;
/* The first process mounts /proc, and ends the machine when it is done. */
static int first;

static void report(const char *name, int good)
{
	if (!good)
		failures++;
	say(good ? "ok " : "not ok ");
	say_number(++tests);
	say(" ");
	say(name);
	say("\n");
}

/* Faults: each in a child, which its signal must end */

static int read_kernel_map(void)
{
	return *(volatile u8 *)0xffff880000000000UL;
}

static int read_kernel_text(void)
{
	return *(volatile u8 *)0xffffffff80200000UL;
}

static int read_hypervisor(void)
{
	return *(volatile u8 *)0xffff830000000000UL;
}

static int read_beyond(void)
{
	return *(volatile u8 *)0x800000000000UL;
}

static int write_null(void)
{
	*(volatile u8 *)8 = 1;
	return 0;
}

static int write_text(void)
{
	*(volatile u8 *)write_null = 1;
	return 0;
}

static int run_data(void)
{
	u8 *code = pages(4096);

	*code = 0xc3;
	((void (*)(void))code)();
	return 0;
}

static int divide(void)
{
	asm volatile("xor %%ecx,%%ecx; mov $1,%%eax; cltd; idiv %%ecx"
		     : : : "eax", "ecx", "edx");
	return 0;
}

static int undefined(void)
{
	asm volatile("ud2");
	return 0;
}

static int breakpoint(void)
{
	asm volatile("int3");
	return 0;
}

static int halt(void)
{
	asm volatile("hlt");
	return 0;
}

static int mask_interrupts(void)
{
	asm volatile("cli");
	return 0;
}

static int single_step(void)
{
	asm volatile("pushfq; orl $0x100,(%%rsp); popfq; nop" : : : "memory");
	return 0;
}

static int bad_selector(void)
{
	asm volatile("mov %0,%%fs" : : "r" (0x7fff));
	return 0;
}

static const struct {
	const char *name;
	int (*body)(void);
	int signal;
} faults[] = {
	{ "direct mapping is not the user's", read_kernel_map, SIGSEGV },
	{ "kernel text is not the user's", read_kernel_text, SIGSEGV },
	{ "hypervisor is not the user's", read_hypervisor, SIGSEGV },
	{ "non-canonical address", read_beyond, SIGSEGV },
	{ "null pointer", write_null, SIGSEGV },
	{ "text is read-only", write_text, SIGSEGV },
	{ "data is not code", run_data, SIGSEGV },
	{ "division by zero", divide, SIGFPE },
	{ "undefined instruction", undefined, SIGILL },
	{ "breakpoint", breakpoint, SIGTRAP },
	{ "hlt is privileged", halt, SIGSEGV },
	{ "cli is privileged", mask_interrupts, SIGSEGV },
	{ "single step", single_step, SIGTRAP },
	{ "selector beyond the table", bad_selector, SIGSEGV },
};

static void test_faults(void)
{
	u64 i;

	for (i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		report(faults[i].name,
		       in_child(faults[i].body) == 128 + faults[i].signal);
}

/* Processes */

static int fork_many(void)
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

static int exec_many(void)
{
	char *argv[] = { program_argv[0], "exit", 0 };
	int i;

	for (i = 0; i < 20; i++) {
		long pid = sys0(i & 1 ? SYS_vfork : SYS_fork);

		if (pid == 0) {
			sys3(SYS_execve, "/proc/self/exe", argv, program_envp);
			sys1(SYS_exit_group, 1);
		}
		if (wait_for(pid) != 77)
			return 1;
	}
	return 0;
}

/* A tree of processes that live at once and write on shared and own pages */
static int copy_on_write(void)
{
	u64 size = 64 * 4096, i;
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

/* Memory */

static volatile int faulted;
static u8 *volatile fault_page;

static void make_writable(int signal)
{
	faulted++;
	sys3(SYS_mprotect, fault_page, 4096, PROT_READ | PROT_WRITE);
}

static int protections(void)
{
	u8 *area = pages(32 * 4096);
	int i;

	on_signal(SIGSEGV, make_writable, 0);
	for (i = 0; i < 32; i++)
		area[i * 4096] = i;
	sys3(SYS_mprotect, area, 32 * 4096, PROT_READ);
	for (i = 0; i < 32; i++) {
		fault_page = area + i * 4096;
		if (*fault_page != i)
			return 1;
		*fault_page = i + 1;
	}
	sys3(SYS_mprotect, area, 32 * 4096, 0);
	sys3(SYS_mprotect, area, 32 * 4096, PROT_READ | PROT_WRITE);
	for (i = 0; i < 32; i++)
		if (area[i * 4096] != i + 1)
			return 1;
	return faulted != 32;
}

static int map_many(void)
{
	u32 seed = sys0(SYS_getpid);
	u8 *area[16] = { 0 };
	u64 size[16];
	int i;

	for (i = 0; i < 400; i++) {
		int slot = next_random(&seed) % 16;

		if (area[slot]) {
			u64 last = size[slot] - 1;

			if (area[slot][0] != slot || area[slot][last] != slot)
				return 1;
			sys2(SYS_munmap, area[slot], size[slot]);
		}
		size[slot] = (1UL << next_random(&seed) % 11) * 4096;
		area[slot] = pages(size[slot]);
		if (!area[slot])
			return 1;
		area[slot][0] = area[slot][size[slot] - 1] = slot;
	}
	return 0;
}

/* Addresses far apart need tables of every level. */
static int map_far(void)
{
	u64 step = 1UL << 30, at;
	int i;

	for (i = 1; i < 100; i++) {
		at = i * step + i * (1UL << 21) + (i & 3) * (1UL << 39);
		if (syscall(SYS_mmap, at, 8192, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
			    0) != (long)at)
			return 1;
		*(u64 *)(at + 4096) = at;
		if (i % 3 == 0)
			sys2(SYS_munmap, at, 8192);
	}
	for (i = 1; i < 100; i++) {
		at = i * step + i * (1UL << 21) + (i & 3) * (1UL << 39);
		if (i % 3 && *(u64 *)(at + 4096) != at)
			return 1;
	}
	return fork_many();
}

static int remap(void)
{
	u8 *area = pages(64 * 4096);
	long moved;
	int i;

	for (i = 0; i < 64; i++)
		area[i * 4096] = i;
	pages(4096);
	moved = sys4(SYS_mremap, area, 64 * 4096, 4096 * 4096, 1);
	if (moved < 0)
		return 1;
	area = (u8 *)moved;
	for (i = 0; i < 64; i++)
		if (area[i * 4096] != i)
			return 1;
	return area[4095 * 4096] != 0;
}

/* Pipes: a ring of processes passes numbers on */

static int pipe_ring(void)
{
	int ends[2], first[2], last_read;
	u32 number;
	int i;

	sys1(SYS_pipe, first);
	last_read = first[0];
	for (i = 0; i < 8; i++) {
		sys1(SYS_pipe, ends);
		if (sys0(SYS_fork) == 0) {
			sys1(SYS_close, first[1]);
			while (sys3(SYS_read, last_read, &number, 4) == 4) {
				number++;
				sys3(SYS_write, ends[1], &number, 4);
			}
			sys1(SYS_exit_group, 0);
		}
		sys1(SYS_close, last_read);
		sys1(SYS_close, ends[1]);
		last_read = ends[0];
	}
	for (i = 0; i < 200; i++) {
		number = i * 100;
		sys3(SYS_write, first[1], &number, 4);
		if (sys3(SYS_read, last_read, &number, 4) != 4 ||
		    number != (u32)i * 100 + 8)
			return 1;
	}
	sys1(SYS_close, first[1]);
	for (i = 0; i < 8; i++)
		if (wait_for(-1) != 0)
			return 1;
	return 0;
}

/* Signals */

static volatile u64 signals;
static volatile double signal_sum;

static void count_signal(int signal)
{
	signals++;
	signal_sum = signal_sum * 1.5 + signals;
}

static int signal_storm(void)
{
	long me = sys0(SYS_getpid);
	int i;

	on_signal(SIGUSR1, count_signal, 0);
	for (i = 0; i < 2000; i++)
		sys2(SYS_kill, me, SIGUSR1);
	return signals != 2000;
}

/*
 * Floating point: signals and other processes come in between, and no bit
 * may change.
 */
static int floating_point(void)
{
	struct { struct timeval interval, value; } often = {
		{ 0, 1000 }, { 0, 1000 }
	};
	double a = sys0(SYS_getpid), want = a;
	int i, round;

	on_signal(SIGALRM, count_signal, 0);
	sys3(SYS_setitimer, 0, &often, 0);
	for (round = 0; round < 20; round++) {
		double x = a, y = 1, z = 0.5, u = a * 3;

		for (i = 0; i < 20000; i++) {
			x += y;
			y = y * 0.999 + z;
			z = z + 1 / (u + x);
			u -= y * z;
		}
		asm volatile("" : "+x" (x), "+x" (y), "+x" (z), "+x" (u));
		if (round == 0)
			want = x + y + z + u;
		else if (want != x + y + z + u)
			return 1;
		if (round % 4 == 0)
			sys0(SYS_sched_yield);
	}
	return 0;
}

/* x87 and SSE registers hold their values while others run. */
static int registers_kept(void)
{
	u64 mark = sys0(SYS_getpid) * 0x100000001UL, seen;
	long double deep = mark, out;
	int i;

	for (i = 0; i < 200; i++) {
		asm volatile("fldt %2\n\t"
			     "movq %3,%%xmm9\n\t"
			     "mov $24,%%eax\n\tsyscall\n\t"
			     "movq %%xmm9,%0\n\t"
			     "fstpt %1"
			     : "=&r" (seen), "=m" (out)
			     : "m" (deep), "r" (mark)
			     : "rax", "rcx", "r11", "xmm9", "memory");
		if (seen != mark || out != deep)
			return 1;
	}
	return 0;
}

/* Thread-local storage */

static u64 at_fs(u64 offset)
{
	u64 value;

	asm volatile("mov %%fs:(%1),%0" : "=r" (value) : "r" (offset));
	return value;
}

static u64 at_gs(u64 offset)
{
	u64 value;

	asm volatile("mov %%gs:(%1),%0" : "=r" (value) : "r" (offset));
	return value;
}

static int segment_bases(void)
{
	u64 mine[2] = { sys0(SYS_getpid), ~sys0(SYS_getpid) };
	int i;

	sys2(SYS_arch_prctl, ARCH_SET_FS, mine);
	sys2(SYS_arch_prctl, ARCH_SET_GS, mine + 1);
	for (i = 0; i < 200; i++) {
		sys0(SYS_sched_yield);
		if (at_fs(0) != mine[0] || at_gs(0) != mine[1])
			return 1;
	}
	return 0;
}

struct descriptor { u32 entry, base, limit, flags; };
/* 32 bits, data, limit in pages, usable */
#define FLAT_DATA	0x51

/* Segments by descriptors of a table its own, which a child inherits */
static int descriptors(void)
{
	u64 *low = (u64 *)syscall(SYS_mmap, 0x10000000, 4096,
				  PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
				  0);
	int i, last = 700;
	long pid;

	low[0] = sys0(SYS_getpid);
	low[1] = low[0] * 3;
	for (i = 0; i <= last; i += last) {
		struct descriptor d = {
			i, 0x10000000 + (i ? 8 : 0), 0xfffff, FLAT_DATA
		};

		if (sys3(SYS_modify_ldt, 1, &d, sizeof(d)))
			return 1;
	}
	pid = sys0(SYS_fork);
	asm volatile("mov %0,%%fs" : : "r" (0 * 8 + 7));
	asm volatile("mov %0,%%gs" : : "r" (last * 8 + 7));
	for (i = 0; i < 100; i++) {
		sys0(SYS_sched_yield);
		if (at_fs(0) != low[0] || at_gs(0) != low[1])
			return 1;
	}
	if (pid == 0)
		sys1(SYS_exit_group, 0);
	return wait_for(pid);
}

/* Threads */

static volatile u64 thread_sum;

static void thread_body(void)
{
	int i;

	for (i = 0; i < 1000; i++) {
		__sync_fetch_and_add(&thread_sum, at_fs(0));
		if (i % 100 == 0)
			sys0(SYS_sched_yield);
	}
	sys1(SYS_exit, 0);
}

/* CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS, CHILD_CLEARTID */
#define THREAD_FLAGS	(0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x40000 | \
			 0x80000 | 0x200000)

static void start_thread(u8 *stack, u64 *local, volatile int *alive)
{
	register volatile int *r10 asm("r10") = alive;
	register u64 *r8 asm("r8") = local;
	long result;

	asm volatile("syscall\n\t"
		     "test %%rax,%%rax\n\t"
		     "jnz 1f\n\t"
		     "call *%6\n"
		     "1:"
		     : "=a" (result)
		     : "0" (SYS_clone), "D" (THREAD_FLAGS), "S" (stack),
		       "r" (r10), "r" (r8), "r" (thread_body)
		     : "rcx", "r11", "rdx", "memory");
}

static int threads(void)
{
	static volatile int alive[8];
	static u64 local[8];
	u64 want = 0;
	int i;

	for (i = 0; i < 8; i++) {
		alive[i] = 1;
		local[i] = i + 1;
		want += 1000 * local[i];
		start_thread(pages(65536) + 65536 - 64, &local[i], &alive[i]);
	}
	for (i = 0; i < 8; i++)
		while (alive[i])
			sleep_ms(1);
	return thread_sum != want;
}

/* Time */

static int sleeps(void)
{
	int i;

	for (i = 0; i < 10; i++) {
		u64 before = microseconds(), took;

		sleep_ms(50);
		took = microseconds() - before;
		if (took < 49000 || took > 2000000)
			return 1;
	}
	return 0;
}

static int time_advances(void)
{
	long (*vgettimeofday)(struct timeval *, void *) =
		(void *)0xffffffffff600000UL;
	u64 last = microseconds();
	struct timeval now;
	int i;

	for (i = 0; i < 5000; i++) {
		u64 at;

		if (i & 1) {
			at = microseconds();
		} else {
			vgettimeofday(&now, 0);
			at = now.sec * 1000000UL + now.usec;
		}
		/* 2.6 promises a tick's truth, no more. */
		if (at + 20000 < last)
			return 1;
		last = at;
	}
	return 0;
}

static const struct {
	const char *name;
	int (*body)(void);
} works[] = {
	{ "fork", fork_many },
	{ "exec", exec_many },
	{ "copy on write", copy_on_write },
	{ "protections", protections },
	{ "maps of many sizes", map_many },
	{ "maps far apart", map_far },
	{ "remap", remap },
	{ "pipes", pipe_ring },
	{ "signals", signal_storm },
	{ "floating point", floating_point },
	{ "registers kept", registers_kept },
	{ "segment bases", segment_bases },
	{ "descriptors", descriptors },
	{ "threads", threads },
	{ "sleeps", sleeps },
	{ "time advances", time_advances },
};
/* How many processes do all of it at once */
#define CROWD	32
#define WORKS (sizeof(works) / sizeof(*works))

static void test_works(void)
{
	u64 i;

	for (i = 0; i < WORKS; i++)
		report(works[i].name, in_child(works[i].body) == 0);
}

/* Everything at once, each process in an order of its own */
static int crowd_member(int number)
{
	u64 i;

	for (i = 0; i < WORKS; i++)
		if (in_child(works[(i * 5 + number) % WORKS].body))
			return 1 + (i * 5 + number) % WORKS;
	return 0;
}

static void test_crowd(int size)
{
	long pid[64];
	int i, good = 1;

	for (i = 0; i < size; i++) {
		pid[i] = sys0(SYS_fork);
		if (pid[i] == 0)
			sys1(SYS_exit_group, crowd_member(i));
	}
	for (i = 0; i < size; i++) {
		int result = wait_for(pid[i]);

		if (!result)
			continue;
		good = 0;
		say("# process ");
		say_number(i);
		say(result > 0 && result <= (int)WORKS ? ": " : ": died");
		if (result > 0 && result <= (int)WORKS)
			say(works[result - 1].name);
		say("\n");
	}
	report("32 processes at once", good);
}

/* kB that nobody uses, or 0 */
static long free_memory(void)
{
	char text[512], *p = text;
	long fd = sys2(SYS_open, "/proc/meminfo", 0);
	long length = sys3(SYS_read, fd, text, sizeof(text) - 1), kb = 0;

	sys1(SYS_close, fd);
	if (length <= 0)
		return 0;
	text[length] = 0;
	while (*p && !(p[0] == 'F' && p[1] == 'r' && p[4] == ':'))
		p++;
	for (; *p && *p != '\n'; p++)
		if (*p >= '0' && *p <= '9')
			kb = kb * 10 + *p - '0';
	return kb;
}

/* What the kernel keeps for the next time does not grow beyond this. */
#define KEPT_KB	4096

static void test_rounds(int rounds)
{
	long before = free_memory();
	int i;

	for (i = 0; i < rounds; i++)
		test_crowd(CROWD);
	if (first && rounds > 1)
		report("memory comes back",
		       before - free_memory() < KEPT_KB);
}

static void finish(void)
{
	say("1..");
	say_number(tests);
	say(failures ? "\n# failed\n" : "\n# all is well\n");
	if (first)
		sys3(SYS_reboot, 0xfee1dead, 672274793, 0x4321fedc);
	sys1(SYS_exit_group, failures != 0);
}

void start(u64 *stack)
{
	int rounds = 1, i;

	program_argv = (char **)(stack + 1);
	program_envp = program_argv + stack[0] + 1;
	if (stack[0] > 1 && program_argv[1][0] == 'e')
		sys1(SYS_exit_group, 77);
	if (stack[0] > 1)
		for (rounds = 0, i = 0; program_argv[1][i]; i++)
			rounds = rounds * 10 + program_argv[1][i] - '0';
	first = sys0(SYS_getpid) == 1;
	if (first) {
		sys2(SYS_mkdir, "/proc", 0755);
		sys5(SYS_mount, "proc", "/proc", "proc", 0, 0);
	}
	test_faults();
	test_works();
	test_rounds(rounds);
	finish();
}

asm(".text\n.globl _start\n_start:\n\tmov %rsp,%rdi\n\tand $-16,%rsp\n"
    "\tcall start\n");

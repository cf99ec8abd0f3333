/* SPDX-License-Identifier: Apache-2.0 */
#include "system.h"

/* The compiler may ask for them. */
void *memset(void *to, int byte, ulong count)
{
	u8 *p = to;

	while (count--)
		*p++ = byte;
	return to;
}

void *memcpy(void *to, const void *from, ulong count)
{
	u8 *p = to;
	const u8 *q = from;

	while (count--)
		*p++ = *q++;
	return to;
}

#ifdef __i386__
int lost_registers;

asm(".text\n.globl syscall\nsyscall:\n"
    "	push	%ebp\n	push	%edi\n	push	%esi\n	push	%ebx\n"
    "	mov	20(%esp),%eax\n	mov	24(%esp),%ebx\n"
    "	mov	28(%esp),%ecx\n	mov	32(%esp),%edx\n"
    "	mov	36(%esp),%esi\n	mov	40(%esp),%edi\n"
    "	mov	44(%esp),%ebp\n"
    "	int	$0x80\n"
    "	cmp	24(%esp),%ebx\n	jne	1f\n"
    "	cmp	28(%esp),%ecx\n	jne	1f\n"
    "	cmp	32(%esp),%edx\n	jne	1f\n"
    "	cmp	36(%esp),%esi\n	jne	1f\n"
    "	cmp	40(%esp),%edi\n	jne	1f\n"
    "	cmp	44(%esp),%ebp\n	je	2f\n"
    "1:	incl	lost_registers\n"
    "2:	pop	%ebx\n	pop	%esi\n	pop	%edi\n	pop	%ebp\n"
    "	ret\n");
#endif

void say(const char *text)
{
	ulong length = 0;

	while (text[length])
		length++;
	sys3(SYS_write, 1, text, length);
}

void say_number(long n)
{
	char digits[24];
	char *p = digits + sizeof(digits);
	ulong rest = n < 0 ? -n : n;

	*--p = 0;
	do
		*--p = '0' + rest % 10;
	while (rest /= 10);
	if (n < 0)
		*--p = '-';
	say(p);
}

struct action {
	void (*handler)(int);
	ulong flags;
	void (*restorer)(void);
	ulong mask;
};

asm(".text\nreturn_from_signal:\n" RETURN_FROM_SIGNAL);
extern void return_from_signal(void);

void on_signal(int signal, void (*handler)(int), ulong flags)
{
	struct action action = {
		handler, flags | SA_RESTORER | SIGNAL_FRAME, return_from_signal, 0
	};

	sys4(SYS_rt_sigaction, signal, &action, 0, 8);
}

int wait_for(long pid)
{
	int status;

	long ended = sys4(SYS_wait4, pid, &status, 0, 0);

	if (ended < 0 || (pid > 0 && ended != pid))
		return -1;
	return status & 127 ? 128 + (status & 127) : status >> 8 & 255;
}

int stopped_by(long pid)
{
	int status;

	if (sys4(SYS_wait4, pid, &status, 0, 0) != pid)
		return 0;
	return (status & 255) == 127 ? status >> 8 & 255 : 0;
}

int in_child(int (*body)(void))
{
	long pid = sys0(SYS_fork);

	if (pid == 0)
		sys1(SYS_exit_group, body());
	return pid < 0 ? -1 : wait_for(pid);
}

int is_error(long result)
{
	return result < 0 && result > -4096;
}

long map(ulong at, ulong bytes, int protection, int flags, long file,
	 u64 offset)
{
	return MAP_CALL(at, bytes, protection, flags, file, offset);
}

u8 *pages(ulong bytes)
{
	long at = map(0, bytes, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return is_error(at) ? 0 : (u8 *)at;
}

u64 microseconds(void)
{
	struct timeval now;

	sys2(SYS_gettimeofday, &now, 0);
	return now.sec * 1000000ULL + now.usec;
}

void sleep_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	sys2(SYS_nanosleep, &time, 0);
}

u32 next_random(u32 *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

int tests, failures;

void report_skipped(const char *name, const char *need)
{
	say("ok ");
	say_number(++tests);
	say(" ");
	say(name);
	say(" # SKIP ");
	say(need);
	say("\n");
}

void report(const char *name, int good)
{
	if (!good)
		failures++;
	say(good ? "ok " : "not ok ");
	say_number(++tests);
	say(" ");
	say(name);
	say("\n");
}

int number_of(char **envp, const char *name, int otherwise)
{
	int i, number = 0;

	for (; *envp; envp++) {
		for (i = 0; name[i] && (*envp)[i] == name[i]; i++)
			;
		if (name[i] || (*envp)[i] != '=')
			continue;
		for (i++; (*envp)[i] >= '0' && (*envp)[i] <= '9'; i++)
			number = number * 10 + (*envp)[i] - '0';
		return number;
	}
	return otherwise;
}

/* Lines of /proc/stat that begin with "cpu" and a digit */
int count_vcpus(void)
{
	static char text[65536];
	long fd = sys2(SYS_open, "/proc/stat", 0), bytes = 0, n;
	int i, found = 0;

	while ((n = sys3(SYS_read, fd, text + bytes,
			 sizeof(text) - 4 - bytes)) > 0)
		bytes += n;
	sys1(SYS_close, fd);
	for (i = 0; i < bytes; i++)
		if ((!i || text[i - 1] == '\n') && text[i] == 'c' &&
		    text[i + 1] == 'p' && text[i + 2] == 'u' &&
		    text[i + 3] >= '0' && text[i + 3] <= '9')
			found++;
	return found;
}

#ifdef __i386__
void set_bases(ulong *fs, ulong *gs)
{
	struct descriptor d[2] = {
		{ TLS_ENTRY, (ulong)fs, 0xfffff, FLAT_DATA },
		{ TLS_ENTRY + 1, (ulong)gs, 0xfffff, FLAT_DATA },
	};

	sys1(SYS_set_thread_area, d);
	sys1(SYS_set_thread_area, d + 1);
	asm volatile("mov %0,%%fs" : : "r" (fs ? TLS_ENTRY * 8 + 3 : 0));
	asm volatile("mov %0,%%gs" : : "r" (gs ? TLS_ENTRY * 8 + 11 : 0));
}
#else
void set_bases(ulong *fs, ulong *gs)
{
	sys2(SYS_arch_prctl, ARCH_SET_FS, fs);
	sys2(SYS_arch_prctl, ARCH_SET_GS, gs);
}
#endif

/* What follows the beginning of a text; 0 if the text does not begin so */
static const char *after(const char *beginning, const char *text)
{
	while (*beginning && *beginning == *text) {
		beginning++;
		text++;
	}
	return *beginning ? 0 : text;
}

/* Whether the kernel's command line says machine=kind */
int on_machine(char **envp, const char *kind)
{
	const char *rest;

	for (; *envp; envp++) {
		rest = after("machine=", *envp);
		rest = rest ? after(kind, rest) : 0;
		if (rest && !*rest)
			return 1;
	}
	return 0;
}

/* A bare machine without ACPI stays on, and the kernel would panic. */
void power_off(int bare)
{
	while (bare)
		sleep_ms(1000);
	sys3(SYS_reboot, 0xfee1dead, 672274793, 0x4321fedc);
}

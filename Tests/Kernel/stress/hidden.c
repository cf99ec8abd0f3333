/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's memory stays hidden right after the kernel ran for this very
 * process, for whatever reason: what the processor still knows of the
 * kernel's page tables must be gone.
 */
#include "stress.h"

void read_byte(ulong address);
extern char read_refused[];
#ifdef __i386__
asm(".text\nread_byte:\n\tmov 4(%esp),%eax\n\tmovb (%eax),%al\n"
    "read_refused:\n\tret\n");
#else
asm(".text\nread_byte:\n\tmovb (%rdi),%al\nread_refused:\n\tret\n");
#endif

static volatile int refused;

static void refuse(int signal, void *info, ulong *context)
{
	refused++;
	context[CONTEXT_IP] = (ulong)read_refused;
}

/*
 * The direct mapping, the kernel's text and data, as a guest and not; what
 * Xen has between the user's half and the kernel's
 */
static const ulong hidden[] = {
#ifdef __i386__
	0xc0000000, 0xc0100000, 0xc0200000, 0xc0300000, 0xf5000000,
	0xf57ff000, 0xf5900000, 0xf6800000, 0xfffff000,
#else
	0xffff880000000000UL, 0xffff880000200000UL,
	0xffff810000000000UL, 0xffff810000200000UL,
	0xffffffff80200000UL, 0xffffffff80300000UL,
	0xffffffff80400000UL, 0xffff830000000000UL,
	0xffff800000000000UL, 0xffff82d080200000UL,
#endif
};
#define HIDDEN	((int)(sizeof(hidden) / sizeof(*hidden)))

static int kernel_hidden(void)
{
	int count = HIDDEN, rounds = 20, i, k;
	volatile u8 *fresh = pages(count * rounds * 4096);

	on_signal(SIGSEGV, (void (*)(int))refuse, 0);
	for (i = 0; i < rounds; i++) {
		for (k = 0; k < count; k++) {
			if (i & 1)
				sys0(SYS_getpid);
			else
				fresh[(i * count + k) * 4096] = 1;
			read_byte(hidden[k]);
		}
	}
	return refused != rounds * count;
}
WORK("kernel stays hidden", kernel_hidden);

/* Nor does the kernel read or write there for those who ask it to. */
static int pointers_refused(void)
{
	int ends[2], i;

	if (sys1(SYS_pipe, ends))
		return 1;
	for (i = 0; i < HIDDEN; i++) {
		if (sys3(SYS_write, ends[1], hidden[i], 8) != -EFAULT ||
		    sys3(SYS_write, ends[1], ends, 8) != 8 ||
		    sys3(SYS_read, ends[0], hidden[i], 8) != -EFAULT ||
		    sys3(SYS_read, ends[0], ends, 8) != 8)
			return 1;
	}
	return 0;
}
WORK("pointers to hidden memory", pointers_refused);

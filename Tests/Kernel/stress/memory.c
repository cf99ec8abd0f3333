/* SPDX-License-Identifier: Apache-2.0 */
/* Memory */
#include "stress.h"

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
WORK("protections", protections);

static int map_many(void)
{
	u32 seed = sys0(SYS_getpid);
	u8 *area[16] = { 0 };
	ulong size[16];
	int i;

	for (i = 0; i < 400; i++) {
		int slot = next_random(&seed) % 16;

		if (area[slot]) {
			ulong last = size[slot] - 1;

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
WORK("maps of many sizes", map_many);

/* Addresses far apart need tables of every level. */
static ulong far_place(ulong i)
{
#ifdef __i386__
	return 0x10000000 + i * (24 << 20) + i * 8192;
#else
	return i * (1UL << 30) + i * (1UL << 21) + (i & 3) * (1UL << 39);
#endif
}

static int map_far(void)
{
	ulong at;
	int i;

	for (i = 1; i < 100; i++) {
		at = far_place(i);
		if (map(at, 8192, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
			0) != (long)at)
			return 1;
		*(ulong *)(at + 4096) = at;
		if (i % 3 == 0)
			sys2(SYS_munmap, at, 8192);
	}
	for (i = 1; i < 100; i++) {
		at = far_place(i);
		if (i % 3 && *(ulong *)(at + 4096) != at)
			return 1;
	}
	return fork_many();
}
WORK("maps far apart", map_far);

static int remap(void)
{
	u8 *area = pages(64 * 4096);
	long moved;
	int i;

	for (i = 0; i < 64; i++)
		area[i * 4096] = i;
	pages(4096);
	moved = sys4(SYS_mremap, area, 64 * 4096, 4096 * 4096, 1);
	if (is_error(moved))
		return 1;
	area = (u8 *)moved;
	for (i = 0; i < 64; i++)
		if (area[i * 4096] != i)
			return 1;
	return area[4095 * 4096] != 0;
}
WORK("remap", remap);

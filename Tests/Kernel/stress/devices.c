/* SPDX-License-Identifier: Apache-2.0 */
/* Physical memory and ports, which root may have */
#include "stress.h"

#define MIB	(1UL << 20)
#define PORT	0x80

static u8 in_byte(u16 port)
{
	u8 byte;

	asm volatile("inb %w1,%0" : "=a" (byte) : "d" (port));
	return byte;
}

static int read_port(void)
{
	in_byte(PORT);
	return 0;
}

static int read_next_port(void)
{
	in_byte(PORT + 1);
	return 0;
}

static int yield_and_read(int (*read)(void))
{
	int i;

	for (i = 0; i < 50; i++) {
		sys0(SYS_sched_yield);
		read();
	}
	return 0;
}

static int keep_reading(void)
{
	return yield_and_read(read_port);
}

static int refused(int (*body)(void))
{
	return in_child(body) == 128 + SIGSEGV;
}

static int port_permissions(void)
{
	if (!refused(read_port) || sys3(SYS_ioperm, PORT, 1, 1))
		return 1;
	if (in_child(keep_reading) || keep_reading() || !refused(read_next_port))
		return 1;
	return sys3(SYS_ioperm, PORT, 1, 0) || !refused(read_port);
}
WORK_WITH("ioperm", port_permissions, "rights to ports");

static int port_level(void)
{
	if (!refused(read_port) || sys1(SYS_iopl, 3))
		return 1;
	if (in_child(keep_reading) || keep_reading() || read_next_port())
		return 1;
	return sys1(SYS_iopl, 0) || !refused(read_port);
}
WORK_WITH("iopl", port_level, "rights to ports");

/* Where a machine, or a guest, has memory and where it has none; at EMPTY none has */
#define EMPTY	(1ULL << 39)
static const u64 places[] = {
	0, 0xa0000, MIB, 60 * MIB, 0xfee00000, 1ULL << 32, EMPTY,
	1ULL << 45, (1ULL << 51) - 4096, 1ULL << 51, 1ULL << 62,
};

static int map_place(long fd, u64 place, ulong bytes, int protection, int flags)
{
	long at = map(0, bytes, protection, flags, fd, place);

	if (is_error(at))
		return 0;
	sys3(SYS_mprotect, at, bytes, PROT_READ | PROT_WRITE);
	/* New tables come from memory that may be mapped here. */
	in_child(fork_many);
	sys2(SYS_munmap, at, bytes);
	return 1;
}

/*
 * There is a mapping or an error, and the kernel lives. A bare machine's
 * kernel maps whatever it is asked for, and breaks its own tables where no
 * processor has addresses; a guest's refuses the first place that is empty.
 */
static int physical_memory(void)
{
	long fd = sys2(SYS_open, "/mem", O_RDWR);
	ulong i;

	if (fd < 0)
		return 1;
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		if (map_place(fd, places[i], 4096, PROT_READ, MAP_SHARED) &&
		    places[i] == EMPTY)
			break;
		map_place(fd, places[i], MIB, PROT_READ | PROT_WRITE,
			  MAP_SHARED);
		map_place(fd, places[i], 4 * MIB, PROT_READ, MAP_PRIVATE);
	}
	return 0;
}
WORK("physical memory", physical_memory);

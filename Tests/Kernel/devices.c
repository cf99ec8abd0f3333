/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Uses the disks and the network card of a guest as the first process, and
 * prints a line for each test: TAP. The kernel's command line says what there
 * is, by words that it hands on:
 *
 *	scratch=202:16		a disk, by numbers, that is written all over
 *	readonly=202:32		a disk that cannot be written
 *	address=10.9.0.2	of eth0, in a network of 24 bits
 *	peer=10.9.0.1		who answers pings
 *	echo=7			a TCP port, at which one connection gets back
 *				what it sends
 *	orders=yes		the dom0 follows orders: a line "# order: ..."
 *				for each change, in this order
 *	saves=10		the dom0 saves and restores the guest after each
 *				line "# save"
 */
#include "system.h"

enum { O_RDONLY = 0, S_IFBLK = 060000 };
/* The number has the size of a size_t in it. */
enum { BLKGETSIZE64 = 0x80001272 | sizeof(long) << 16, BLKFLSBUF = 0x1261 };
enum { AF_INET = 2, SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_RAW = 3, IPPROTO_ICMP = 1 };
enum { SOL_SOCKET = 1, SO_RCVTIMEO = 20 };
enum {
	SIOCGIFFLAGS = 0x8913, SIOCSIFFLAGS = 0x8914,
	SIOCSIFADDR = 0x8916, SIOCSIFNETMASK = 0x891c,
};
enum { IFF_UP = 1, IFF_RUNNING = 64 };

/* A call of sockets */
#define net(name, ...)	NET_CALL(NET_##name, ((long[6]) { __VA_ARGS__ }))

#define CHUNK		(64UL << 10)
#define MOST		(200UL << 20)	/* bytes of a disk that are written */
#define PINGS		20

struct socket_address { u16 family, port; u8 address[4], zero[8]; };
struct interface_request {
	char name[16];
	union {
		struct socket_address address;
		u16 flags;
		u8 room[24];
	};
};
struct ping { u8 type, code; u16 checksum, id, sequence; u8 data[1024]; };

static char **environment;
/* The value of a word of the command line, or 0 */
static const char *word(const char *name)
{
	char **word = environment;
	ulong i;

	for (; *word; word++) {
		for (i = 0; name[i] && (*word)[i] == name[i]; i++)
			;
		if (!name[i] && (*word)[i] == '=')
			return *word + i + 1;
	}
	return 0;
}

static long number(const char **text)
{
	long n = 0;

	for (; **text >= '0' && **text <= '9'; (*text)++)
		n = n * 10 + **text - '0';
	return n;
}

/* The disk of that number, opened; negative: there is none. */
static long open_disk(const char *numbers, const char *path, int how)
{
	long major = number(&numbers);

	numbers++;
	sys3(SYS_mknod, path, S_IFBLK | 0600, major << 8 | number(&numbers));
	return sys2(SYS_open, path, how);
}

/* What stands at an offset: every word is another one. */
static void fill(u64 *chunk, u64 offset, u64 round)
{
	ulong i;

	for (i = 0; i < CHUNK / 8; i++)
		chunk[i] = (offset + i * 8) * 0x9e3779b97f4a7c15ULL ^ round;
}

static int write_chunk(long disk, u64 *chunk, ulong offset, ulong round)
{
	fill(chunk, offset, round);
	return sys5(SYS_pwrite64, disk, chunk, CHUNK, offset, 0) == CHUNK;
}

static int check_chunk(long disk, u64 *chunk, u64 *wanted, ulong offset,
		       ulong round)
{
	ulong i;

	fill(wanted, offset, round);
	if (sys5(SYS_pread64, disk, chunk, CHUNK, offset, 0) != CHUNK)
		return 0;
	for (i = 0; i < CHUNK / 8; i++)
		if (chunk[i] != wanted[i])
			return 0;
	return 1;
}

/* Written, forced out, forgotten, read again: twice, with other contents */
static int keeps_contents(long disk, ulong size)
{
	static u64 chunk[CHUNK / 8], wanted[CHUNK / 8];
	ulong offset, round;

	for (round = 1; round <= 2; round++) {
		for (offset = 0; offset < size; offset += CHUNK)
			if (!write_chunk(disk, chunk, offset, round))
				return 0;
		if (sys1(SYS_fsync, disk) ||
		    sys3(SYS_ioctl, disk, BLKFLSBUF, 0))
			return 0;
		for (offset = 0; offset < size; offset += CHUNK)
			if (!check_chunk(disk, chunk, wanted, offset, round))
				return 0;
	}
	return 1;
}

static void test_scratch_disk(const char *numbers)
{
	long disk = open_disk(numbers, "/scratch", O_RDWR);
	u64 size = 0;

	report("a disk opens", disk >= 0);
	if (disk < 0)
		return;
	sys3(SYS_ioctl, disk, BLKGETSIZE64, &size);
	size = (size < MOST ? size : MOST) & ~(CHUNK - 1);
	report("a disk has a size", size > 0);
	report("a disk keeps what is written", keeps_contents(disk, size));
	sys1(SYS_close, disk);
}

static void test_readonly_disk(const char *numbers)
{
	long disk = open_disk(numbers, "/readonly", O_RDONLY);
	u8 *chunk = pages(CHUNK);

	report("a read-only disk can be read", disk >= 0 &&
	       sys5(SYS_pread64, disk, chunk, CHUNK, 0, 0) == CHUNK);
	sys1(SYS_close, disk);
	/* Here it may open; then the write is refused. */
	disk = sys2(SYS_open, "/readonly", O_RDWR);
	report("a read-only disk cannot be written", disk < 0 ||
	       sys5(SYS_pwrite64, disk, chunk, CHUNK, 0, 0) < 0);
	sys1(SYS_close, disk);
}

static struct socket_address address_of(const char *text)
{
	struct socket_address address = { AF_INET };
	int i;

	for (i = 0; i < 4; i++, text++)
		address.address[i] = number(&text);
	return address;
}

static int configure(const char *own)
{
	long s = net(socket, AF_INET, SOCK_DGRAM);
	struct interface_request request = { "eth0" };
	int good;

	request.address = address_of(own);
	good = !sys3(SYS_ioctl, s, SIOCSIFADDR, &request);
	request.address = address_of("255.255.255.0");
	good &= !sys3(SYS_ioctl, s, SIOCSIFNETMASK, &request);
	request.flags = IFF_UP | IFF_RUNNING;
	good &= !sys3(SYS_ioctl, s, SIOCSIFFLAGS, &request);
	sys1(SYS_close, s);
	return good;
}

static u16 checksum(const void *data, ulong bytes)
{
	const u16 *p = data;
	ulong sum = 0;

	for (; bytes; bytes -= 2)
		sum += *p++;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

/* The answer has the same data, behind an IP header of 20 bytes. */
static int answered(long s, const struct ping *sent)
{
	static u8 packet[2048];
	struct ping *got = (struct ping *)(packet + 20);
	ulong i;

	while (net(recvfrom, s, (long)packet, sizeof(packet)) ==
	       20 + sizeof(*sent)) {
		if (got->type || got->id != sent->id ||
		    got->sequence != sent->sequence)
			continue;
		for (i = 0; i < sizeof(sent->data); i++)
			if (got->data[i] != sent->data[i])
				return 0;
		return 1;
	}
	return 0;
}

static int pings(const char *peer, int count)
{
	long s = net(socket, AF_INET, SOCK_RAW, IPPROTO_ICMP);
	struct socket_address to = address_of(peer);
	struct timeval patience = { 2, 0 };
	static struct ping ping;
	int good = 0, i;
	u32 seed = 1;

	net(setsockopt, s, SOL_SOCKET, SO_RCVTIMEO, (long)&patience,
	    sizeof(patience));
	for (i = 0; i < count; i++) {
		ulong n;

		for (n = 0; n < sizeof(ping.data); n++)
			ping.data[n] = next_random(&seed);
		ping.type = 8;
		ping.id = 0x5678;
		ping.sequence = i;
		ping.checksum = 0;
		ping.checksum = checksum(&ping, sizeof(ping));
		net(sendto, s, (long)&ping, sizeof(ping), 0, (long)&to,
		    sizeof(to));
		good += answered(s, &ping);
	}
	return good;
}

static void test_network(const char *own, const char *peer)
{
	report("a card gets an address", configure(own));
	/* The first may get lost while the bridge learns. */
	pings(peer, 2);
	report("pings are answered", pings(peer, PINGS) == PINGS);
}

/* Until the other side has all, and ends the connection */
static int echoes(long connection)
{
	u8 *chunk = pages(CHUNK);
	long count, sent, n;

	while ((count = net(recvfrom, connection, (long)chunk, CHUNK)) > 0)
		for (sent = 0; sent < count; sent += n) {
			n = net(sendto, connection, (long)(chunk + sent),
				count - sent);
			if (n <= 0)
				return 0;
		}
	return !count;
}

static void test_connection(const char *port)
{
	long s = net(socket, AF_INET, SOCK_STREAM);
	struct socket_address own = address_of("0.0.0.0");
	struct timeval patience = { 600, 0 };
	u16 wanted = number(&port);

	own.port = wanted << 8 | wanted >> 8;
	net(setsockopt, s, SOL_SOCKET, SO_RCVTIMEO, (long)&patience,
	    sizeof(patience));
	report("a port listens", !net(bind, s, (long)&own, sizeof(own)) &&
	       !net(listen, s, 1));
	say("# listening\n");
	report("a connection gives back what it brings",
	       echoes(net(accept, s)));
}

/* MiB of memory that the kernel has */
static long memory(void)
{
	ulong info[16];

	return sys1(SYS_sysinfo, info) ? 0 : info[4] >> 20;
}

static int has_card(void)
{
	long s = net(socket, AF_INET, SOCK_DGRAM);
	struct interface_request request = { "eth0" };
	int has = !sys3(SYS_ioctl, s, SIOCGIFFLAGS, &request);

	sys1(SYS_close, s);
	return has;
}

static int has_disk(void)
{
	long disk = sys2(SYS_open, "/readonly", O_RDONLY);

	if (disk >= 0)
		sys1(SYS_close, disk);
	return disk >= 0;
}

static int has_less(void) { return memory() < 160; }
static int has_more(void) { return memory() > 200; }

static volatile int load_ends;
static void end_load(int signal) { load_ends = 1; }

/* Asks for something, and waits until it is so: ten minutes at most. */
static int ordered(const char *what, int (*is)(void), int wanted)
{
	struct timespec tenth = { 0, 100000000 };
	int i;

	say("# order: ");
	say(what);
	say("\n");
	for (i = 0; i < 6000 && is() != wanted; i++)
		sys2(SYS_nanosleep, &tenth, 0);
	return is() == wanted;
}

/* Writes and checks one disk until it is told to end: what else is tried is tried under load. */
static long begin_load(void)
{
	long pid = sys0(SYS_fork), disk;

	if (pid)
		return pid;
	on_signal(SIGUSR1, end_load, 0);
	disk = sys2(SYS_open, "/scratch", O_RDWR);
	while (!load_ends)
		if (!keeps_contents(disk, 16 << 20))
			sys1(SYS_exit_group, 1);
	sys1(SYS_exit_group, 0);
	return 0;
}

static void test_orders(const char *own, const char *peer)
{
	long load = begin_load();

	report("memory is given back under load",
	       ordered("mem-set guest 128", has_less, 1));
	report("memory comes again under load",
	       ordered("mem-set guest 256", has_more, 1));
	report("a disk goes", ordered("block-detach guest xvdb", has_disk, 0));
	report("a disk comes", ordered("block-attach guest xvdb", has_disk, 1));
	report("a card goes", ordered("network-detach guest 0", has_card, 0));
	report("a card comes", ordered("network-attach guest", has_card, 1));
	sys2(SYS_kill, load, SIGUSR1);
	report("a disk kept what was written", !wait_for(load));
	test_network(own, peer);
}

/*
 * How often Xen restored the domain: what the third of its CPUID leaves has in
 * EDX. CPUID does not trap, so a prefix asks Xen for its own answer; whatever
 * the kernel prints is of no account.
 */
static long restores(void)
{
	u32 leaf = 0x40000003, subleaf = 0, b, count;

	asm volatile("ud2a; .ascii \"xen\"; cpuid"
		     : "+a" (leaf), "=b" (b), "+c" (subleaf), "=d" (count));
	return count;
}

/*
 * On the PV shim that is the shim's answer, and only the toolstack's Xen
 * counts. There the kernel's word has to do: how often its log has it.
 */
static int resumes(void)
{
	static const char word[] = "xen: resumed";
	static char log[1 << 16];
	long length = sys3(SYS_syslog, 3, log, sizeof(log)), i, n;
	int count = 0;

	for (i = 0; i < length; i++) {
		for (n = 0; word[n] && i + n < length && log[i + n] == word[n]; n++)
			;
		count += !word[n];
	}
	return count;
}

/* Saved and restored once; the clock goes on meanwhile, and never back. */
static int saved(void)
{
	struct timespec tenth = { 0, 100000000 };
	struct timeval last, now;
	long before = restores();
	int seen = resumes(), i, forwards = 1;

	sys2(SYS_gettimeofday, &last, 0);
	say("# save\n");
	for (i = 0; i < 6000 && restores() == before && resumes() == seen; i++) {
		sys2(SYS_nanosleep, &tenth, 0);
		sys2(SYS_gettimeofday, &now, 0);
		forwards &= now.sec > last.sec ||
			(now.sec == last.sec && now.usec >= last.usec);
		last = now;
	}
	return forwards && (restores() == before + 1 || resumes() == seen + 1);
}

static void test_saves(const char *count, const char *own, const char *peer)
{
	long load = begin_load(), wanted = number(&count), i;

	for (i = 1; i <= wanted && saved(); i++)
		;
	report("it is saved and restored under load", i > wanted);
	sys2(SYS_kill, load, SIGUSR1);
	report("a disk kept what was written", !wait_for(load));
	test_network(own, peer);
}

void start(ulong *stack)
{
	environment = (char **)(stack + 1) + stack[0] + 1;
	if (word("scratch"))
		test_scratch_disk(word("scratch"));
	if (word("readonly"))
		test_readonly_disk(word("readonly"));
	if (word("address") && word("peer"))
		test_network(word("address"), word("peer"));
	if (word("orders"))
		test_orders(word("address"), word("peer"));
	if (word("saves"))
		test_saves(word("saves"), word("address"), word("peer"));
	if (word("echo"))
		test_connection(word("echo"));
	say("1..");
	say_number(tests);
	say(failures || !tests ? "\n# failed\n" : "\n# all is well\n");
	power_off(0);
}

asm(".text\n.globl _start\n_start:\n" CALL_START);

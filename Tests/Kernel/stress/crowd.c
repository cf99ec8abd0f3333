/* SPDX-License-Identifier: Apache-2.0 */
/* All works, one after the other and by many processes at once */
#include "stress.h"

/* How many processes do all of it at once */
#define CROWD	32
/* What the kernel keeps for the next time does not grow beyond this. */
#define KEPT_KB	4096

int crowded;

static int is_possible(const struct work *work)
{
	return !is_model || !work->need;
}

void test_works(void)
{
	const struct work *work;

	for (work = __start_works; work < __stop_works; work++)
		if (is_possible(work))
			report(work->name, in_child(work->body) == 0);
		else
			report_skipped(work->name, work->need);
}

#define LOST_LOCAL_STORAGE	(WORKS + 1)

/*
 * Everything at once, each process in an order of its own, every other one
 * with thread-local storage
 */
static int crowd_member(int number)
{
	int i;

	if (number & 1)
		use_local_storage();
	for (i = 0; i < WORKS; i++) {
		int work = (i + number * 7) % WORKS;

		if (is_possible(&__start_works[work]) &&
		    in_child(__start_works[work].body))
			return 1 + work;
		if ((number & 1) && !local_storage_kept())
			return LOST_LOCAL_STORAGE;
	}
	return 0;
}

static void tell(int member, int result)
{
	say("# process ");
	say_number(member);
	say(": ");
	say(result > 0 && result <= WORKS ? __start_works[result - 1].name :
	    result == LOST_LOCAL_STORAGE ? "thread-local storage" : "died");
	say("\n");
}

static int crowd(void)
{
	long pid[CROWD];
	int i, good = 1;

	crowded = 1;
	for (i = 0; i < CROWD; i++) {
		pid[i] = sys0(SYS_fork);
		if (pid[i] == 0)
			sys1(SYS_exit_group, crowd_member(i));
	}
	for (i = 0; i < CROWD; i++) {
		int result = wait_for(pid[i]);

		if (result) {
			tell(i, result);
			good = 0;
		}
	}
	return good;
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

static int memory_comes_back(long before)
{
	return before - free_memory() < KEPT_KB;
}

void test_rounds(int rounds)
{
	long before = free_memory();
	int i;

	for (i = 0; i < rounds; i++)
		report("32 processes at once", crowd());
	if (first && rounds > 1)
		report("memory comes back", memory_comes_back(before));
}

/* Two lines, however many rounds there were */
void test_seconds(int seconds)
{
	u64 end = microseconds() + seconds * 1000000ULL;
	long before = free_memory();
	int good = 1;

	while (good && microseconds() < end)
		good = crowd();
	report("32 processes at once, again and again", good);
	if (first)
		report("memory comes back", memory_comes_back(before));
}

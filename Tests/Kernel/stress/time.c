/* SPDX-License-Identifier: Apache-2.0 */
/* Time */
#include "stress.h"

static int sleeps(void)
{
	/* Among many, all the others may go first. */
	u64 limit = crowded ? 30000000 : 1000000;
	int i;

	for (i = 0; i < 10; i++) {
		u64 before = microseconds(), took;

		sleep_ms(50);
		took = microseconds() - before;
		if (took < 49000 || took > limit)
			return 1;
	}
	return 0;
}
WORK("sleeps", sleeps);

/* Without a system call, where there is such a way */
static u64 microseconds_by_page(void)
{
#ifdef __i386__
	return microseconds();
#else
	long (*vgettimeofday)(struct timeval *, void *) =
		(void *)0xffffffffff600000UL;
	struct timeval now;

	vgettimeofday(&now, 0);
	return now.sec * 1000000UL + now.usec;
#endif
}

static int time_advances(void)
{
	u64 last = microseconds();
	int i;

	for (i = 0; i < 5000; i++) {
		u64 at = i & 1 ? microseconds() : microseconds_by_page();

		/* 2.6 promises a tick's truth, no more. */
		if (at + 20000 < last)
			return 1;
		last = at;
	}
	return 0;
}
WORK("time advances", time_advances);

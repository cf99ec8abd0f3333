/* SPDX-License-Identifier: Apache-2.0 */
/* Pipes: a ring of processes passes numbers on */
#include "stress.h"

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
WORK("pipes", pipe_ring);

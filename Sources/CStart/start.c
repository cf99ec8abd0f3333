/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "start.h"

static int count;
static char **arguments;
static int has_placeholder;

/* Swift's runtime looks for its tool that prints backtraces by /proc/self/exe when the process
   starts, and aborts where there is none, as in a chroot. It does not look when it is told. */
static const char variable[] = "SWIFT_BACKTRACE";

/* Before every other constructor, that of Swift's runtime included where that is linked in. glibc
   hands the arguments of main() to each. */
__attribute__((constructor(101))) static void start(int argc, char **argv)
{
	char target[1];

	count = argc;
	arguments = argv;
	if (readlink("/proc/self/exe", target, sizeof target) < 0)
		has_placeholder = setenv(variable, "enable=no,swift-backtrace=/", 0) == 0;
}

int pvkit_argument_count(void)
{
	return count;
}

char *const *pvkit_arguments(void)
{
	return arguments;
}

void pvkit_clean_environment(void)
{
	if (has_placeholder)
		unsetenv(variable);
}

/* The cookie is the descriptor's number. */
static ssize_t write_all(void *cookie, const char *bytes, size_t size)
{
	int file = (int)(intptr_t)cookie;
	size_t done = 0;

	while (done < size) {
		ssize_t written = write(file, bytes + done, size - done);

		if (written >= 0) {
			done += written;
		} else if (errno == EAGAIN) {
			struct pollfd waiting = { .fd = file, .events = POLLOUT };

			poll(&waiting, 1, -1);
		} else if (errno != EINTR) {
			return 0;
		}
	}
	return size;
}

static FILE *patient(FILE *stream, int file, int mode)
{
	static const cookie_io_functions_t functions = { .write = write_all };
	int flags = fcntl(file, F_GETFL);
	FILE *made;

	if (flags < 0 || !(flags & O_NONBLOCK))
		return stream;
	made = fopencookie((void *)(intptr_t)file, "w", functions);
	if (!made)
		return stream;
	setvbuf(made, NULL, mode, BUFSIZ);
	return made;
}

void pvkit_wait_for_readers(void)
{
	stdout = patient(stdout, STDOUT_FILENO, _IOFBF);
	stderr = patient(stderr, STDERR_FILENO, _IONBF);
}

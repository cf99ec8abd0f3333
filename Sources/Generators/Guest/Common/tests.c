/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs the tests: one for each thing that a guest asks of Xen, each through its hypercall shim.
 */
#include "guest.h"

static unsigned int tap_number;
static unsigned int tap_failed;

static test_function *const *const groups[] = { TEST_GROUPS };

int tap(int good, const char *format, ...)
{
	char text[192];
	va_list arguments;

	va_start(arguments, format);
	text_format(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (!good)
		tap_failed++;
	print("%s %u - %s\n", good ? "ok" : "not ok", ++tap_number, text);
	return good;
}

unsigned int shutdown_reason(void)
{
	return tap_failed == 0 ? SHUTDOWN_poweroff : SHUTDOWN_crash;
}

static unsigned int count_tests(void)
{
	unsigned int group, count = 0;
	test_function *const *test;

	for (group = 0; group < LENGTH(groups); group++)
		for (test = groups[group]; *test != NULL; test++)
			count++;
	return count;
}

void run_tests(void)
{
	unsigned int group, planned = count_tests();
	test_function *const *test;

	print("TAP version 13\n1..%u\n", planned);
	for (group = 0; group < LENGTH(groups); group++)
		for (test = groups[group]; *test != NULL; test++)
			(*test)();
	if (tap_failed == 0)
		print("# guest: all tests passed\n");
	else
		print("# guest: %u of %u tests failed\n", tap_failed, planned);
}

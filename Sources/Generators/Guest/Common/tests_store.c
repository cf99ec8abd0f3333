/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * XenStore over its ring. The initial domain has none.
 */
#include "guest.h"

/* A key that the domain may write, in a directory that the toolstack makes for it. */
#define OWN_KEY "data/pvkit"

static void test_store_read(void)
{
	char value[16];
	uint64_t domain;
	long length;

	if (store_open() != 0) {
		tap(1, "xenstore read # SKIP no store");
		return;
	}
	length = store_read("domid", value, sizeof(value));
	tap(length > 0 && text_number(value, &domain) == 0, "xenstore read: domid %s", value);
}

static void test_store_write(void)
{
	static const char *const values[] = { "1", "a longer value", "" };
	char value[32];
	unsigned int i, good = 0;

	if (store_open() != 0) {
		tap(1, "xenstore write # SKIP no store");
		return;
	}
	for (i = 0; i < LENGTH(values); i++)
		good += store_write(OWN_KEY, values[i]) >= 0 && store_read(OWN_KEY, value, sizeof(value)) >= 0 &&
			text_equal(value, values[i]);
	tap(good == LENGTH(values) && store_read("data/none", value, sizeof(value)) < 0,
	    "xenstore write: %u values read back, a key that is not there refused", good);
}

test_function *const store_tests[] = {
	test_store_read,
	test_store_write,
	NULL,
};

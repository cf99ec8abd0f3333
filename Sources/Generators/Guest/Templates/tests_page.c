/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page of stubs: what Xen wrote is what is known of it. Without a page, nothing.
 */
#include "guest.h"
#include "stubs.h"

#ifdef XEN_STUBS
static void test_page(void)
{
	unsigned int number, i, differ = 0;

	for (number = 0; number < LENGTH(xen_stubs); number++) {
		const unsigned char *stub = (const unsigned char *)hypercall_page +
					    number * XEN_HYPERCALL_ENTRY_SIZE;

		for (i = 0; i < xen_stub_sizes[number]; i++)
			differ += stub[i] != xen_stubs[number][i];
	}
	tap(differ == 0, "hypercall page: %u stubs, %u bytes differ", number, differ);
}
#endif

test_function *const page_tests[] = {
#ifdef XEN_STUBS
	test_page,
#endif
	NULL,
};

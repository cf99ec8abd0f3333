/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page of stubs: what Xen wrote is what is known of it. Without a page, nothing.
 */
#include "guest.h"
#include "stubs.h"

#ifdef XEN_STUBS
/* How many bytes of the page are others than those of the stubs for that instruction. */
static unsigned int difference(unsigned int trap)
{
	unsigned int number, i, differ = 0;

	for (number = 0; number < LENGTH(xen_stub_sizes); number++) {
		const unsigned char *stub = (const unsigned char *)hypercall_page +
					    number * XEN_HYPERCALL_ENTRY_SIZE;

		for (i = 0; i < xen_stub_sizes[number]; i++)
			differ += stub[i] != xen_stubs[trap][number][i];
	}
	return differ;
}

static void test_page(void)
{
	unsigned int trap, best = 0;

	for (trap = 1; trap < LENGTH(xen_stubs); trap++)
		if (difference(trap) < difference(best))
			best = trap;
	tap(difference(best) == 0, "hypercall page: %u stubs by %s, %u bytes differ",
	    (unsigned int)LENGTH(xen_stub_sizes), xen_stub_traps[best], difference(best));
}
#endif

test_function *const page_tests[] = {
#ifdef XEN_STUBS
	test_page,
#endif
	NULL,
};

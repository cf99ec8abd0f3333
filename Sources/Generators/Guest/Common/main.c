/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Starts up, runs every test, shuts the domain down.
 */
#include "guest.h"

struct shared_info *shared_info;

void guest_main(void *start);

/* `start` is what the loader or the builder of the domain left for it. */
void guest_main(void *start)
{
	if (domain_open(start) != 0 || console_open() != 0)
		shut_down(SHUTDOWN_crash);
	run_tests();
	shut_down(shutdown_reason());
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Starts up, runs every test, shuts the domain down.
 */
#include "guest.h"

struct start_info *start_info;
struct shared_info *shared_info;

FRAME_WINDOW(shared_info_window);

int is_initial_domain(void)
{
	return (start_info->flags & SIF_INITDOMAIN) != 0;
}

/* Puts a machine frame behind a page's address; 0 or a negative error number. */
int map_frame(void *window, unsigned long frame)
{
	uint64_t entry = ((uint64_t)frame << PAGE_SHIFT) | PTE_PRESENT | PTE_WRITABLE |
			 PTE_ACCESSED | PTE_DIRTY;

	return (int)HYPERVISOR_update_va_mapping((unsigned long)window, entry, UVMF_INVLPG);
}

static void shut_down(unsigned int reason)
{
	struct sched_shutdown request = { .reason = reason };

	for (;;)
		HYPERVISOR_sched_op(SCHEDOP_shutdown, &request);
}

void guest_main(struct start_info *start);

void guest_main(struct start_info *start)
{
	start_info = start;
	if (map_frame(shared_info_window, start->shared_info >> PAGE_SHIFT) != 0)
		shut_down(SHUTDOWN_crash);
	shared_info = (struct shared_info *)shared_info_window;
	if (console_open() != 0)
		shut_down(SHUTDOWN_crash);

	run_tests();
	shut_down(shutdown_reason());
}

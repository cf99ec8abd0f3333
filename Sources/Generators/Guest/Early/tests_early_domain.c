/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The start of the domain: version, start_info, the lists of frames, time.
 */
#include "guest.h"

static void test_version(void)
{
	long version = HYPERVISOR_xen_version(0);

	tap(version >> 16 == 2, "xen_version: %ld.%ld", version >> 16, version & 0xffff);
}

static void test_unknown_version(void)
{
	long error = HYPERVISOR_xen_version(1);

	tap(error == -XEN_ENOSYS, "xen_version has no other command: %ld", error);
}

static void test_start_info(void)
{
	unsigned long start = (unsigned long)start_info;

	tap(start_info->nr_pages > 0 && start_info->nr_pt_frames >= 2 &&
	    start == start_info->pt_base + start_info->nr_pt_frames * PAGE_SIZE,
	    "start_info is behind %lu page tables; the domain has %lu pages",
	    start_info->nr_pt_frames, start_info->nr_pages);
}

static void test_flags(void)
{
	int isFirst = is_initial_domain();

	tap(((start_info->flags & SIF_PRIVILEGED) != 0) == isFirst &&
	    (start_info->domain_controller_evtchn == 0) == isFirst,
	    "flags %x, port of the controller %u", start_info->flags,
	    start_info->domain_controller_evtchn);
}

static void test_frames(void)
{
	const unsigned long *frames = (const unsigned long *)start_info->mfn_list;
	const unsigned long *pages = (const unsigned long *)HYPERVISOR_VIRT_START;
	unsigned long page, wrong = 0;

	for (page = 0; page < start_info->nr_pages; page++)
		wrong += pages[frames[page]] != page;
	tap(wrong == 0, "the tables of frames and of pages agree but for %lu pages", wrong);
}

static void test_time(void)
{
	uint64_t before = system_time(), frequency = shared_info->cpu_freq;
	unsigned int tries;

	for (tries = 0; tries < 1000 && system_time() == before; tries++)
		yield();
	tap(frequency > 0 && before > 0 && shared_info->wc_sec > 0, "time: %llu Hz", frequency);
}

test_function *const domain_tests[] = {
	test_version, test_unknown_version, test_start_info, test_flags, test_frames, test_time, NULL,
};

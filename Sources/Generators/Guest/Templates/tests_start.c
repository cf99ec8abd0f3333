/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the loader and the domain's builder left for the guest.
 */
#include "guest.h"

static void test_start_info(void)
{
	char magic[sizeof(start_info->magic) + 1];
	size_t i;

	for (i = 0; i < sizeof(start_info->magic); i++)
		magic[i] = start_info->magic[i];
	magic[i] = '\0';
	tap(text_equal(magic, "xen-3.0-x86_64") && start_info->nr_pages > 0,
	    "start_info magic %s, %lu pages", magic, start_info->nr_pages);
}

static void test_console(void)
{
	static const char text[] = "# console: written by hypercall\n";
	long result = HYPERVISOR_console_io(CONSOLEIO_write, sizeof(text) - 1, (char *)text);

	if (is_initial_domain())
		tap(result == 0, "console_io write: %ld", result);
	else
		/* Xen shows other domains' text only in debug builds. */
		tap((result == 0 || result == -XEN_EPERM) && start_info->console.domU.evtchn != 0,
		    "console ring at frame 0x%lx, port %u", start_info->console.domU.mfn,
		    start_info->console.domU.evtchn);
}

static void test_shared_info(void)
{
	struct vcpu_info *vcpu = &shared_info->vcpu_info[0];

	tap(vcpu->evtchn_upcall_mask == 1 && vcpu->time.version != 0,
	    "shared_info mapped: events masked, time version %u", vcpu->time.version);
}

test_function *const start_tests[] = {
	test_start_info,
	test_console,
	test_shared_info,
	NULL,
};

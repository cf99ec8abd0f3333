/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The console, which by now has printed a plan, and the page that Xen shares.
 */
#include "guest.h"

static void test_console(void)
{
	static const char text[] = "# console: written by hypercall\n";
	struct xencons_interface *ring = NULL;
	evtchn_port_t port = 0;
	long result = HYPERVISOR_console_io(CONSOLEIO_write, sizeof(text) - 1, (char *)text);
	int error;

	if (is_initial_domain()) {
		tap(result == 0, "console_io write: %ld", result);
		return;
	}
	/* Xen shows other domains' text only in debug builds. */
	error = console_place(&ring, &port);
	tap((result == 0 || result == -XEN_EPERM) && error == 0 && port != 0,
	    "console ring at 0x%lx, port %u: %d", (unsigned long)ring, port, error);
}

static void test_shared_info(void)
{
	struct vcpu_info *vcpu = &shared_info->vcpu_info[0];

	tap(vcpu->time.version != 0 && vcpu->time.tsc_to_system_mul != 0,
	    "shared_info mapped: time version %u", vcpu->time.version);
}

test_function *const console_tests[] = {
	test_console,
	test_shared_info,
	NULL,
};

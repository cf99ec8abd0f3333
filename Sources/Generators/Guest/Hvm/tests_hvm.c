/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the loader and the domain's builder left for a guest in an HVM container.
 */
#include "guest.h"
#include "hvm.h"

static void test_start_info(void)
{
	tap(start_info->magic == XEN_HVM_START_MAGIC_VALUE,
	    "hvm_start_info magic 0x%x, version %u, flags 0x%x", start_info->magic,
	    start_info->version, start_info->flags);
}

static void test_cpuid(void)
{
	unsigned int base = xen_cpuid_base();

	tap(base != 0, "Xen's CPUID leaves at 0x%x", base);
}

/* The initial domain has nobody to share these with. */
static void test_parameters(void)
{
	uint64_t port = 0, frame = 0;
	int error = parameter(HVM_PARAM_STORE_EVTCHN, &port);

	if (error == 0)
		error = parameter(HVM_PARAM_STORE_PFN, &frame);
	tap(error == 0 && (is_initial_domain() || (port != 0 && frame != 0)),
	    "hvm_op get_param: the store at frame 0x%llx, port %llu: %d",
	    (unsigned long long)frame, (unsigned long long)port, error);
}

test_function *const domain_tests[] = {
	test_start_info,
	test_cpuid,
	test_parameters,
	NULL,
};

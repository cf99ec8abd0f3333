/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What Xen says of itself.
 */
#include "guest.h"

static void test_version(void)
{
	long version = HYPERVISOR_xen_version(XENVER_version, NULL);

	tap(version >> 16 >= 3, "xen_version %ld.%ld", version >> 16, version & 0xffff);
}

static void test_extraversion(void)
{
	char text[16] = "";
	long error = HYPERVISOR_xen_version(XENVER_extraversion, text);

	text[sizeof(text) - 1] = '\0';
	tap(error == 0 && text_length(text) > 0, "extraversion %s", text);
}

#ifdef XENVER_get_features
static void test_features(void)
{
	static const char *const names[] = XEN_FEATURE_NAMES;
	struct xen_feature_info info = { .submap_idx = 0 };
	long error = HYPERVISOR_xen_version(XENVER_get_features, &info);
	char text[160];
	size_t used = 0;
	unsigned int bit;
	int agrees = 1;

	for (bit = 0; bit < LENGTH(names); bit++) {
		const char *name = names[bit];

		if (!(info.submap & (1U << bit)) || name == NULL)
			continue;
		if (used < sizeof(text) - 1)
			text[used++] = ' ';
		while (*name != '\0' && used < sizeof(text) - 1)
			text[used++] = *name++;
	}
	text[used] = '\0';
#ifdef XENFEAT_dom0
	agrees = ((info.submap & (1U << XENFEAT_dom0)) != 0) == is_initial_domain();
#endif
	tap(error == 0 && agrees, "features 0x%x:%s", info.submap, text);
}
#endif

static void test_platform(void)
{
	struct xen_platform_parameters parameters = { .virt_start = 1 };
	long error = HYPERVISOR_xen_version(XENVER_platform_parameters, &parameters);

	tap(error == 0 && parameters.virt_start == GUEST_VIRT_START,
	    "platform_parameters virt_start 0x%lx", (unsigned long)parameters.virt_start);
}

test_function *const version_tests[] = {
	test_version,
	test_extraversion,
#ifdef XENVER_get_features
	test_features,
#endif
	test_platform,
	NULL,
};

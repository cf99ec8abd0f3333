/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Features of the hypervisor: a byte for each, filled in once before anybody
 * asks. A hypervisor that does not know a map of them offers none of it.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include <asm/xen/hypervisor.h>
#include <xen/features.h>

u8 xen_features[XEN_FEATURE_MAPS * 32];
EXPORT_SYMBOL(xen_features);

void __init xen_setup_features(void)
{
	struct xen_feature_info info;
	int map, bit;

	for (map = 0; map < XEN_FEATURE_MAPS; map++) {
		info.submap_idx = map;
		if (HYPERVISOR_xen_version(XENVER_get_features, &info) < 0)
			return;
		for (bit = 0; bit < 32; bit++)
			xen_features[map * 32 + bit] = info.submap >> bit & 1;
	}
}

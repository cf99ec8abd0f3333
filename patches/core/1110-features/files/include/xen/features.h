/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Features of the hypervisor, the XENFEAT_ numbers of its interface.
 */
#ifndef _XEN_FEATURES_H
#define _XEN_FEATURES_H

#include <linux/types.h>
#include <xen/interface/xen.h>

#define XEN_FEATURE_MAPS	1

extern u8 xen_features[XEN_FEATURE_MAPS * 32];

extern void xen_setup_features(void);

static inline int xen_feature(int flag)
{
	return xen_features[flag];
}

#endif

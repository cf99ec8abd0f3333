/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The bus from 2.6.24 on: the variables of an event are a structure of the
 * kernel's, which also marks their end. The rest is what 2.6.18 to 2.6.23 have.
 */
#include <linux/device.h>
#include <linux/kobject.h>

#define xenbus_uevent(dev, envp, num_envp, buffer, buffer_size) \
	xenbus_uevent(dev, struct kobj_uevent_env *env)
#define add_uevent_var(envp, num_envp, i, buffer, buffer_size, len, format, \
		       value) \
	(*(len) = 0, add_uevent_var(env, format, value))

static char *envp[1];

#include "xenbus_probe-2.6.23.c"

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What 2.6.17 brought: chains of notifiers by context, a list of all roots,
 * the iterator's clearer name.
 */
#ifndef _XEN_COMPAT_2_6_17_H
#define _XEN_COMPAT_2_6_17_H

#include <linux/cpumask.h>
#include <linux/notifier.h>

#define for_each_possible_cpu(cpu)	for_each_cpu(cpu)

static inline int atomic_notifier_chain_register(struct notifier_block **chain,
						 struct notifier_block *block)
{
	return notifier_chain_register(chain, block);
}

/* Nobody looks for all roots. */
#define pgd_list_add(pgd)	do { } while (0)
#define pgd_list_del(pgd)	do { } while (0)

#endif

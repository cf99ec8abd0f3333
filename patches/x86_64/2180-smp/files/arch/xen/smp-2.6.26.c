/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Several vCPUs from 2.6.26 on: the kernel calls some of the functions by a
 * table, under names that are both architectures'.
 */
#include <linux/smp.h>
#include <asm/hw_irq.h>

#define XEN_SMP_OPS
#define smp_prepare_boot_cpu	native_smp_prepare_boot_cpu
#define smp_cpus_done		native_smp_cpus_done
#define set_cpu_sibling_map	xen_set_cpu_sibling_map

#include "smp-2.6.25.c"

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Several vCPUs from 2.6.25 on: as in 2.6.24, but what an APIC is called has 16
 * bits. From 2.6.26 on smp-2.6.26.c includes this, with other names for what
 * the kernel calls.
 */
#include <linux/cpu.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/smp.h>

#include <asm/apicdef.h>
#include <asm/processor.h>
#include <asm/smp.h>

DEFINE_PER_CPU_SHARED_ALIGNED(struct cpuinfo_x86, cpu_info);
DEFINE_PER_CPU(cpumask_t, cpu_sibling_map);
DEFINE_PER_CPU(cpumask_t, cpu_core_map);
DEFINE_PER_CPU(u16, cpu_llc_id) = BAD_APICID;
DEFINE_PER_CPU(u16, x86_cpu_to_apicid) = BAD_APICID;
EXPORT_PER_CPU_SYMBOL(cpu_info);
EXPORT_PER_CPU_SYMBOL(cpu_sibling_map);
EXPORT_PER_CPU_SYMBOL(cpu_core_map);
EXPORT_PER_CPU_SYMBOL(x86_cpu_to_apicid);

/* A package of one core */
static void __cpuinit describe_cpu(unsigned int cpu)
{
	struct cpuinfo_x86 *c = &cpu_data(cpu);

	*c = boot_cpu_data;
	c->cpu_index = cpu;
	c->x86_max_cores = 1;
	c->booted_cores = 1;
	c->apicid = cpu;
	c->phys_proc_id = cpu;
	c->cpu_core_id = 0;
	per_cpu(x86_cpu_to_apicid, cpu) = cpu;
	per_cpu(cpu_sibling_map, cpu) = cpumask_of_cpu(cpu);
	per_cpu(cpu_core_map, cpu) = cpumask_of_cpu(cpu);
}

#ifdef CONFIG_HOTPLUG_CPU
static void forget_siblings(unsigned int cpu)
{
	cpus_clear(per_cpu(cpu_sibling_map, cpu));
	cpus_clear(per_cpu(cpu_core_map, cpu));
}
#else
static inline void forget_siblings(unsigned int cpu)
{
}
#endif

#undef cpu_data
#define cpu_data		xen_cpu_data
#define cpu_sibling_map		xen_cpu_sibling_map
#define cpu_core_map		xen_cpu_core_map
#define cpu_llc_id		xen_cpu_llc_id
#ifndef XEN_SMP_OPS
#define native_smp_prepare_cpus	smp_prepare_cpus
#define native_cpu_up		__cpu_up
#endif
#define smp_prepare_cpus	xen_smp_prepare_cpus
#define __cpu_up		xen_cpu_up
#define __cpu_disable		xen_cpu_disable
#define init_gdt		xen_init_gdt

void xen_smp_prepare_cpus(unsigned int max_cpus);
int xen_cpu_up(unsigned int cpu);
int xen_cpu_disable(void);

#include "smp-2.6.23.c"

#undef smp_prepare_cpus
#undef __cpu_up
#undef __cpu_disable

void __init native_smp_prepare_cpus(unsigned int max_cpus)
{
	describe_cpu(0);
	xen_smp_prepare_cpus(max_cpus);
}

int __cpuinit native_cpu_up(unsigned int cpu)
{
	describe_cpu(cpu);
	return xen_cpu_up(cpu);
}

int __cpu_disable(void)
{
	int err = xen_cpu_disable();

	if (!err)
		forget_siblings(smp_processor_id());
	return err;
}

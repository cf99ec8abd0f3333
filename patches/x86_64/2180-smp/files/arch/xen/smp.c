/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Several vCPUs: starting and stopping them, and what they send one another.
 *
 * Xen gives a domain its vCPUs when it is built; all but the first are down.
 * VCPUOP_initialise gives one its state (page tables, GDT, stack, and
 * where it begins), once; VCPUOP_up runs it, VCPUOP_down stops it where it is.
 * So a vCPU goes the way of a processor through cpu_init() when it comes for
 * the first time; later it goes on behind its VCPUOP_down in xen_play_dead().
 * The idle tasks, GDTs and interrupts of a vCPU stay when it goes. A domain
 * that is restored has the states of those that were up, and no others.
 *
 * Each finds its vcpu_info in its PDA (asm/xen/vcpu.h). Xen is told where that
 * is before the vCPU runs, and forgets the shared page's.
 *
 * All vCPUs are alike: each is taken for a package of one core, because the
 * machine's topology says nothing of where Xen runs them. What smpboot.c,
 * genapic.c and mpparse.c have for the rest of the kernel is here.
 */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/version.h>

#include <asm/desc.h>
#include <asm/genapic.h>
#include <asm/hw_irq.h>
#include <asm/mmu_context.h>
#include <asm/pda.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/proto.h>
#include <asm/xen/hypervisor.h>
#include <xen/compat.h>
#include <xen/events.h>

#include "mmu.h"

/* A flag of EFLAGS' I/O privilege level, see xen_setup_vm_assist() */
#define EFLAGS_IOPL1	0x1000

extern asmlinkage void smp_call_function_interrupt(void);

cpumask_t cpu_online_map __read_mostly;
cpumask_t cpu_possible_map;
cpumask_t cpu_callout_map;
cpumask_t cpu_sibling_map[NR_CPUS] __read_mostly;
cpumask_t cpu_core_map[NR_CPUS] __read_mostly;
EXPORT_SYMBOL(cpu_online_map);
EXPORT_SYMBOL(cpu_possible_map);
EXPORT_SYMBOL(cpu_callout_map);
EXPORT_SYMBOL(cpu_sibling_map);
EXPORT_SYMBOL(cpu_core_map);

struct cpuinfo_x86 cpu_data[NR_CPUS] __cacheline_aligned;
EXPORT_SYMBOL(cpu_data);

/* Which processors share a cache: intel_cacheinfo.c writes it. */
u8 cpu_llc_id[NR_CPUS] __cpuinitdata;

int smp_num_siblings = 1;
EXPORT_SYMBOL(smp_num_siblings);

DEFINE_PER_CPU(int, cpu_state);

static struct task_struct *idle_tasks[NR_CPUS];

/* Those that have their interrupts; those whose state Xen has */
static cpumask_t xen_cpu_irqs_map, xen_cpu_initialized_map;

/* How the rest of the kernel interrupts other processors: by vectors */

static void xen_send_IPI_mask(cpumask_t mask, int vector)
{
	enum ipi_vector ipi = vector == RESCHEDULE_VECTOR ?
		XEN_RESCHEDULE_VECTOR : XEN_CALL_FUNCTION_VECTOR;
	int cpu;

	cpus_and(mask, mask, cpu_online_map);
	for_each_cpu_mask(cpu, mask)
		xen_send_IPI_one(cpu, ipi);
}

static void xen_send_IPI_allbutself(int vector)
{
	cpumask_t mask = cpu_online_map;

	cpu_clear(smp_processor_id(), mask);
	xen_send_IPI_mask(mask, vector);
}

static void xen_send_IPI_all(int vector)
{
	xen_send_IPI_mask(cpu_online_map, vector);
}

static unsigned int xen_phys_pkg_id(int index_msb)
{
	return smp_processor_id();
}

static struct genapic xen_genapic = {
	.name			= "Xen",
	.send_IPI_mask		= xen_send_IPI_mask,
	.send_IPI_allbutself	= xen_send_IPI_allbutself,
	.send_IPI_all		= xen_send_IPI_all,
	.phys_pkg_id		= xen_phys_pkg_id,
};

struct genapic *genapic = &xen_genapic;

/* The way back from an interrupt looks whether to schedule. */
static XEN_IRQ_HANDLER(xen_reschedule_interrupt, int irq, void *dev_id)
{
	return IRQ_HANDLED;
}

static XEN_IRQ_HANDLER(xen_call_function_interrupt, int irq, void *dev_id)
{
	smp_call_function_interrupt();
	return IRQ_HANDLED;
}

/* kernel/profile.c asks for other rates of the local APIC's timer. */
int setup_profiling_timer(unsigned int multiplier)
{
	return -EINVAL;
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 19)
/* setup.c reads these options; what there is, Xen says. */
unsigned int maxcpus __initdata = NR_CPUS;

int __init setup_additional_cpus(char *s)
{
	return 0;
}
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 18)
u8 phys_proc_id[NR_CPUS], cpu_core_id[NR_CPUS];
EXPORT_SYMBOL(phys_proc_id);
EXPORT_SYMBOL(cpu_core_id);

static inline void xen_set_package(struct cpuinfo_x86 *c, unsigned int cpu)
{
	phys_proc_id[cpu] = cpu;
	cpu_core_id[cpu] = 0;
}
#else
static inline void xen_set_package(struct cpuinfo_x86 *c, unsigned int cpu)
{
	c->phys_proc_id = cpu;
	c->cpu_core_id = 0;
}
#endif

struct ipi {
	const char *name;
	irq_handler_t handler;
};

static const struct ipi ipis[XEN_NR_IPIS] = {
	[XEN_RESCHEDULE_VECTOR]	   = { "resched", xen_reschedule_interrupt },
	[XEN_CALL_FUNCTION_VECTOR] = { "callfunc",
				       xen_call_function_interrupt },
};

static DEFINE_PER_CPU(char [16], ipi_names[XEN_NR_IPIS]);

static int __cpuinit xen_smp_intr_init(unsigned int cpu)
{
	int ipi, irq;

	for (ipi = 0; ipi < XEN_NR_IPIS; ipi++) {
		char *name = per_cpu(ipi_names, cpu)[ipi];

		snprintf(name, 16, "%s%u", ipis[ipi].name, cpu);
		irq = bind_ipi_to_irqhandler(ipi, cpu, ipis[ipi].handler,
					     IRQF_DISABLED, name, NULL);
		if (irq < 0)
			return irq;
	}
	return 0;
}

/* Where a vCPU's vcpu_info is; before it runs, or for the one that runs */
void xen_smp_setup_vcpu(unsigned int cpu)
{
	struct vcpu_info *vcpu = &cpu_pda(cpu)->xen_vcpu;
	struct vcpu_register_vcpu_info info = {
		.mfn	= virt_to_mfn(vcpu),
		.offset	= (unsigned long)vcpu & ~PAGE_MASK,
	};

	xen_check(HYPERVISOR_vcpu_op(VCPUOP_register_vcpu_info, cpu, &info),
		  "vcpu_op", VCPUOP_register_vcpu_info, cpu, info.mfn);
	if (cpu)
		vcpu->evtchn_upcall_mask = 1;
}

/* Those that Xen has made for the domain, whether or not they may run yet */
void __init xen_fill_possible_map(void)
{
	int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (HYPERVISOR_vcpu_op(VCPUOP_is_up, cpu, NULL) >= 0)
			cpu_set(cpu, cpu_possible_map);
}

/* xen_start_kernel() has done it. */
void __init prefill_possible_map(void)
{
}

static void __cpuinit store_cpu_info(unsigned int cpu)
{
	struct cpuinfo_x86 *c = &cpu_data[cpu];

	*c = boot_cpu_data;
	c->x86_max_cores = 1;
	c->apicid = cpu;
	xen_set_package(c, cpu);
}

/* A package of its own */
static void __cpuinit set_cpu_sibling_map(unsigned int cpu)
{
	cpu_sibling_map[cpu] = cpumask_of_cpu(cpu);
	cpu_core_map[cpu] = cpumask_of_cpu(cpu);
}

cpumask_t cpu_coregroup_map(int cpu)
{
	return cpumask_of_cpu(cpu);
}

int apic_is_clustered_box(void)
{
	return 0;
}

/* Early, for printk() */
void __init smp_prepare_boot_cpu(void)
{
	cpu_set(0, cpu_online_map);
	cpu_set(0, cpu_callout_map);
	cpu_set(0, cpu_present_map);
	per_cpu(cpu_state, 0) = CPU_ONLINE;
}

/* Idle tasks are made here, by the first process, and stay. */
void __init smp_prepare_cpus(unsigned int max_cpus)
{
	int cpu;

	smp_num_siblings = 1;
	store_cpu_info(0);
	set_cpu_sibling_map(0);
	cpu_set(0, xen_cpu_initialized_map);
	if (xen_smp_intr_init(0) < 0)
		panic("xen: no interrupts between vCPUs");

	for_each_possible_cpu(cpu) {
		if (!cpu || !max_cpus)
			continue;
		idle_tasks[cpu] = fork_idle(cpu);
		if (IS_ERR(idle_tasks[cpu]))
			panic("xen: no idle task for CPU %d: error %ld", cpu,
			      PTR_ERR(idle_tasks[cpu]));
		/* It begins by cpu_bringup_and_idle(), not as a child does. */
		clear_tsk_thread_flag(idle_tasks[cpu], TIF_FORK);
		cpu_set(cpu, cpu_present_map);
	}
}

void __init smp_cpus_done(unsigned int max_cpus)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(2, 6, 19) && \
	LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 21)
	time_init_gtod();
#endif
	xen_check_cycles();
}

/* On the vCPU, each time that it comes */
static void __cpuinit cpu_bringup(void)
{
	unsigned int cpu = smp_processor_id();

	set_cpu_sibling_map(cpu);
	xen_start_timer();
	touch_softlockup_watchdog();
	/* No function call is under way that did not count this one. */
	lock_ipi_call_lock();
	cpu_set(cpu, cpu_online_map);
	per_cpu(cpu_state, cpu) = CPU_ONLINE;
	unlock_ipi_call_lock();
	local_irq_enable();
}

static asmlinkage void __cpuinit cpu_bringup_and_idle(void)
{
	unsigned int cpu = stack_smp_processor_id();

	if (cpu_isset(cpu, cpu_initialized)) {
		xen_load_idt();
		xen_enable_callbacks();
	} else {
		cpu_init();
		preempt_disable();
		store_cpu_info(cpu);
	}
	cpu_bringup();
	cpu_idle();
}

/* A copy of the first one's, read-only as Xen wants it */
static int __cpuinit init_gdt(unsigned int cpu)
{
	unsigned long gdt = get_zeroed_page(GFP_KERNEL);

	if (!gdt)
		return -ENOMEM;
	memcpy((void *)gdt, cpu_gdt_table, GDT_SIZE);
	memset((struct desc_struct *)gdt + GDT_ENTRY_TLS_MIN, 0, TLS_SIZE);
	cpu_gdt_descr[cpu].address = gdt;
	xen_set_va_mapping(gdt, kernel_entry(__pa(gdt) >> PAGE_SHIFT,
					     __PAGE_KERNEL_RO));
	return 0;
}

/* The vCPU loads trap table and callbacks; upcalls are masked until then. */
static void __cpuinit fill_context(struct vcpu_guest_context *c,
				   unsigned int cpu, struct task_struct *idle)
{
	c->flags = VGCF_in_kernel;
	c->user_regs.cs = __KERNEL_CS;
	c->user_regs.ss = __KERNEL_DS;
	c->user_regs.rip = (unsigned long)cpu_bringup_and_idle;
	c->user_regs.rsp = idle->thread.rsp;
	c->user_regs.rflags = EFLAGS_IOPL1;
	c->kernel_ss = __KERNEL_DS;
	c->kernel_sp = idle->thread.rsp0;
	c->gdt_frames[0] = virt_to_mfn(cpu_gdt(cpu));
	c->gdt_ents = GDT_ENTRIES;
	c->gs_base_kernel = (unsigned long)cpu_pda(cpu);
	c->ctrlreg[3] = virt_to_mfn(init_level4_pgt) << PAGE_SHIFT;
}

static int __cpuinit xen_cpu_initialize_context(unsigned int cpu)
{
	struct task_struct *idle = idle_tasks[cpu];
	struct vcpu_guest_context *context;
	int err = -ENOMEM;

	context = kmalloc(sizeof(*context), GFP_KERNEL);
	if (context)
		err = cpu_gdt_descr[cpu].address ? 0 : init_gdt(cpu);
	if (!err) {
		memset(context, 0, sizeof(*context));
		fill_context(context, cpu, idle);
		cpu_pda(cpu)->pcurrent = idle;
		xen_smp_setup_vcpu(cpu);
		err = HYPERVISOR_vcpu_op(VCPUOP_initialise, cpu, context);
	}
	kfree(context);
	return err;
}

/* What stays when it goes; a failure is for good. */
static int __cpuinit initialize_cpu(unsigned int cpu)
{
	int err = 0;

	if (!cpu_test_and_set(cpu, xen_cpu_irqs_map)) {
		err = xen_smp_intr_init(cpu);
		if (!err)
			err = xen_setup_timer(cpu);
	}
	if (!err && !cpu_test_and_set(cpu, xen_cpu_initialized_map))
		err = xen_cpu_initialize_context(cpu);
	return err;
}

int __cpuinit __cpu_up(unsigned int cpu)
{
	int err;

	if (!idle_tasks[cpu])
		return -EINVAL;
	err = initialize_cpu(cpu);
	if (err) {
		printk(KERN_ERR "xen: CPU %u cannot start: error %d\n", cpu,
		       err);
		idle_tasks[cpu] = NULL;
		return err;
	}
	alternatives_smp_switch(1);
	per_cpu(cpu_state, cpu) = CPU_UP_PREPARE;
	cpu_set(cpu, cpu_callout_map);
	err = HYPERVISOR_vcpu_op(VCPUOP_up, cpu, NULL);
	if (err)
		return err;
	while (!cpu_online(cpu))
		xen_relax();
	return 0;
}

/*
 * In a restored domain, by the first vCPU: the others wait, with interrupts
 * off, and their vcpu_info is the shared page's. Xen takes another place for it
 * only while a vCPU is down.
 */
void xen_vcpu_restore(void)
{
	int cpu;

	xen_smp_setup_vcpu(0);
	for_each_cpu_mask(cpu, xen_cpu_initialized_map) {
		if (!cpu)
			continue;
		if (!cpu_online(cpu)) {
			cpu_clear(cpu, xen_cpu_initialized_map);
			continue;
		}
		HYPERVISOR_vcpu_op(VCPUOP_down, cpu, NULL);
		xen_smp_setup_vcpu(cpu);
		HYPERVISOR_vcpu_op(VCPUOP_up, cpu, NULL);
	}
}

#ifdef CONFIG_HOTPLUG_CPU
/* On the vCPU, with all others stopped */
int __cpu_disable(void)
{
	unsigned int cpu = smp_processor_id();

	if (!cpu)
		return -EBUSY;
	cpu_clear(cpu, cpu_online_map);
	cpu_clear(cpu, cpu_callout_map);
	cpus_clear(cpu_sibling_map[cpu]);
	cpus_clear(cpu_core_map[cpu]);
	xen_irqs_leave_cpu(cpu);
	return 0;
}

/*
 * Its idle task, which gives back the tables that it has borrowed. VCPUOP_up
 * lets it go on behind VCPUOP_down.
 */
void xen_play_dead(void)
{
	idle_task_exit();
	atomic_inc(&init_mm.mm_count);
	current->active_mm = &init_mm;
	enter_lazy_tlb(&init_mm, current);
	local_irq_disable();
	xen_stop_timer();
	__get_cpu_var(cpu_state) = CPU_DEAD;
	HYPERVISOR_vcpu_op(VCPUOP_down, smp_processor_id(), NULL);
	cpu_bringup();
}

void __cpu_die(unsigned int cpu)
{
	while (HYPERVISOR_vcpu_op(VCPUOP_is_up, cpu, NULL) > 0)
		msleep(10);
	if (num_online_cpus() == 1)
		alternatives_smp_switch(0);
}
#else
int __cpu_disable(void)
{
	return -ENOSYS;
}

void __cpu_die(unsigned int cpu)
{
	BUG();
}
#endif

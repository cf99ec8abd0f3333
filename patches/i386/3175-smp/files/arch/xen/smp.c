/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Several vCPUs: starting and stopping them, and what they send one another.
 *
 * Xen gives a domain its vCPUs when it is built; all but the first are down.
 * VCPUOP_initialise gives one its state (page tables, stack, and where it
 * begins), once; VCPUOP_up runs it, VCPUOP_down stops it where it is. So a
 * vCPU goes the way of a processor through cpu_init() when it comes for the
 * first time. That makes its GDT, and until then it is on Xen's flat segments;
 * from 2.6.20 on the kernel needs a segment of its own for each vCPU at once,
 * so that there is a GDT before.
 * Later it goes on behind its VCPUOP_down in xen_play_dead(). The idle tasks,
 * GDTs and interrupts of a vCPU stay when it goes. A domain that is restored
 * has the states of those that were up, and no others.
 *
 * Each finds its vcpu_info in the shared page (asm/xen/vcpu.h), which has room
 * for 32.
 *
 * All vCPUs are alike: each is taken for a package of one core, because the
 * machine's topology says nothing of where Xen runs them. The kernel's own
 * smp.c and smpboot.c drive APICs, and are not built: what they have for the
 * rest of the kernel is here, but for the TLBs, which are tlb.c's.
 */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/version.h>

#include <asm/alternative.h>
#include <asm/atomic.h>
#include <asm/desc.h>
#include <asm/mmu_context.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/smp.h>
#include <asm/xen/hypervisor.h>
#include <xen/compat.h>
#include <xen/events.h>

#include "mmu.h"

/* Xen's flat segments of ring 1, as a 32-bit guest has them at its start */
#define XEN_START_CS	FLAT_RING1_CS
#define XEN_START_DS	FLAT_RING1_DS

/* A flag of EFLAGS' I/O privilege level, see xen_setup_ports() */
#define EFLAGS_IOPL1	0x1000

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

/* What intel_cacheinfo.c and the numbering of processors write */
int cpu_llc_id[NR_CPUS] __cpuinitdata;
u8 x86_cpu_to_apicid[NR_CPUS] __read_mostly;
EXPORT_SYMBOL(x86_cpu_to_apicid);

int smp_num_siblings = 1;
EXPORT_SYMBOL(smp_num_siblings);

DEFINE_PER_CPU(int, cpu_state);

static struct task_struct *idle_tasks[NR_CPUS];

/* Those that have their interrupts; whose state Xen has; with tables */
static cpumask_t xen_cpu_irqs_map, xen_cpu_initialized_map, xen_cpu_tables_map;

/* Interrupts between vCPUs */

static void send_reschedule(int cpu)
{
	xen_send_IPI_one(cpu, XEN_RESCHEDULE_VECTOR);
}

/*
 * One call of a function by all other vCPUs at a time. The caller has the lock
 * until all have taken it, or are done with it.
 */
struct function_call {
	void (*func)(void *info);
	void *info;
	int wait;
	atomic_t untaken;
	atomic_t undone;
};

static struct function_call *function_call;
static DEFINE_SPINLOCK(function_call_lock);

static void start_call(struct function_call *call, cpumask_t cpus)
{
	int cpu;

	atomic_set(&call->untaken, cpus_weight(cpus));
	atomic_set(&call->undone, cpus_weight(cpus));
	function_call = call;
	mb();
	for_each_cpu_mask(cpu, cpus)
		xen_send_IPI_one(cpu, XEN_CALL_FUNCTION_VECTOR);
}

/*
 * By those of the mask but this one; preemption is off. A vCPU that comes is
 * counted by the next call.
 */
static int call_function(cpumask_t cpus, void (*func)(void *info), void *info,
			 int wait)
{
	struct function_call call = {
		.func = func, .info = info, .wait = wait
	};
	atomic_t *left = wait ? &call.undone : &call.untaken;

	spin_lock(&function_call_lock);
	cpus_and(cpus, cpus, cpu_online_map);
	cpu_clear(smp_processor_id(), cpus);
	start_call(&call, cpus);
	while (atomic_read(left))
		xen_relax();
	spin_unlock(&function_call_lock);
	return 0;
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 22)
int smp_call_function(void (*func)(void *info), void *info, int nonatomic,
		      int wait)
{
	int err;

	preempt_disable();
	err = call_function(CPU_MASK_ALL, func, info, wait);
	preempt_enable();
	return err;
}
EXPORT_SYMBOL(smp_call_function);
#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(2, 6, 20) && \
	LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 22)
/* Not by this one */
int smp_call_function_single(int cpu, void (*func)(void *info), void *info,
			     int nonatomic, int wait)
{
	int err = -EBUSY;

	if (get_cpu() != cpu)
		err = call_function(cpumask_of_cpu(cpu), func, info, wait);
	put_cpu();
	return err;
}
EXPORT_SYMBOL(smp_call_function_single);
#endif

/* The call is the caller's, and goes when the last one has counted itself. */
static XEN_IRQ_HANDLER(xen_call_function_interrupt, int irq, void *dev_id)
{
	struct function_call *call = function_call;
	void (*func)(void *info) = call->func;
	void *info = call->info;
	int wait = call->wait;

	mb();
	atomic_dec(&call->untaken);
	func(info);
	if (wait) {
		mb();
		atomic_dec(&call->undone);
	}
	return IRQ_HANDLED;
}

/* The way back from an interrupt looks whether to schedule. */
static XEN_IRQ_HANDLER(xen_reschedule_interrupt, int irq, void *dev_id)
{
	return IRQ_HANDLED;
}

static void stop_this_cpu(void *unused)
{
	unsigned int cpu = smp_processor_id();

	cpu_clear(cpu, cpu_online_map);
	local_irq_disable();
	for (;;)
		HYPERVISOR_vcpu_op(VCPUOP_down, cpu, NULL);
}

static void send_stop(void)
{
	smp_call_function(stop_this_cpu, NULL, 1, 0);
}

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

/* kernel/profile.c asks for other rates of the local APIC's timer. */
int setup_profiling_timer(unsigned int multiplier)
{
	return -EINVAL;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(2, 6, 19)
/* Where the processor itself is asked on a bare machine */
int safe_smp_processor_id(void)
{
	return raw_smp_processor_id();
}
#endif

/*
 * Those that Xen has made for the domain, whether or not they may run yet. It
 * is setup_arch() that asks, for the sake of memory below 1 MiB.
 */
void __init smp_alloc_memory(void)
{
	int cpu;

	BUILD_BUG_ON(XEN_STACK_SIZE != THREAD_SIZE);
	BUILD_BUG_ON(XEN_TI_CPU != offsetof(struct thread_info, cpu));
	BUILD_BUG_ON(XEN_TI_PREEMPT_COUNT !=
		     offsetof(struct thread_info, preempt_count));
	BUILD_BUG_ON(1 << XEN_VCPU_SHIFT != sizeof(struct vcpu_info));

	for (cpu = 0; cpu < min(NR_CPUS, XEN_LEGACY_MAX_VCPUS); cpu++)
		if (HYPERVISOR_vcpu_op(VCPUOP_is_up, cpu, NULL) >= 0)
			cpu_set(cpu, cpu_possible_map);
}

static void __cpuinit store_cpu_info(unsigned int cpu)
{
	struct cpuinfo_x86 *c = &cpu_data[cpu];

	*c = boot_cpu_data;
	c->x86_max_cores = 1;
	c->apicid = cpu;
	c->phys_proc_id = cpu;
	c->cpu_core_id = 0;
	x86_cpu_to_apicid[cpu] = cpu;
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

/* Early, for printk() */
static void __init prepare_boot_cpu(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(2, 6, 22)
	/* Its segment is where its data is now. */
	init_gdt(0);
	switch_to_new_gdt();
#endif
	cpu_set(0, cpu_online_map);
	cpu_set(0, cpu_callout_map);
	cpu_set(0, cpu_present_map);
	per_cpu(cpu_state, 0) = CPU_ONLINE;
}

/* Idle tasks are made here, by the first process, and stay. */
static void __init prepare_cpus(unsigned int max_cpus)
{
	int cpu;

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
		cpu_set(cpu, cpu_present_map);
	}
}

static void __init cpus_done(unsigned int max_cpus)
{
}

/* On the vCPU, each time that it comes */
static void __cpuinit cpu_bringup(void)
{
	unsigned int cpu = smp_processor_id();

	set_cpu_sibling_map(cpu);
	xen_start_timer();
	touch_softlockup_watchdog();
	/* No function call is under way that did not count this one. */
	spin_lock(&function_call_lock);
	cpu_set(cpu, cpu_online_map);
	per_cpu(cpu_state, cpu) = CPU_ONLINE;
	spin_unlock(&function_call_lock);
	local_irq_enable();
}

/* The first time in this domain, or, with a GDT from before, in another one */
static void __cpuinit init_this_cpu(unsigned int cpu)
{
	if (cpu_test_and_set(cpu, xen_cpu_tables_map)) {
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 20)
		load_gdt(&per_cpu(cpu_gdt_descr, cpu));
#endif
		load_idt(NULL);
		return;
	}
#if LINUX_VERSION_CODE >= KERNEL_VERSION(2, 6, 20) && \
	LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 22)
	secondary_cpu_init();
#else
	cpu_init();
#endif
	preempt_disable();
	store_cpu_info(cpu);
}

static asmlinkage void __cpuinit cpu_bringup_and_idle(void)
{
	unsigned int cpu = smp_processor_id();

	init_this_cpu(cpu);
	cpu_bringup();
	cpu_idle();
}

/* A root's place, of which the upper bits are the lowest ones */
static unsigned long root_to_cr3(const pgd_t *root)
{
	unsigned long mfn = virt_to_mfn(root);

	return mfn << 12 | mfn >> 20;
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 20)
static inline int give_gdt(struct vcpu_guest_context *c, unsigned int cpu,
			   struct task_struct *idle)
{
	return 0;
}
#else
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 22)
/* With a PDA; 0: it failed. */
static inline unsigned long make_gdt(unsigned int cpu,
				     struct task_struct *idle)
{
	return init_gdt(cpu, idle) ? per_cpu(cpu_gdt_descr, cpu).address : 0;
}
#else
static inline unsigned long make_gdt(unsigned int cpu,
				     struct task_struct *idle)
{
	init_gdt(cpu);
	per_cpu(current_task, cpu) = idle;
	return (unsigned long)get_cpu_gdt_table(cpu);
}
#endif

/* Read-only as Xen wants it, and with the segment of the vCPU's own data */
static int __cpuinit give_gdt(struct vcpu_guest_context *c, unsigned int cpu,
			      struct task_struct *idle)
{
	static unsigned long gdts[NR_CPUS];

	if (!gdts[cpu])
		gdts[cpu] = make_gdt(cpu, idle);
	if (!gdts[cpu])
		return -ENOMEM;
	xen_set_va_mapping(gdts[cpu],
			   kernel_entry(virt_to_pfn((void *)gdts[cpu]),
					__PAGE_KERNEL_RO));
	c->gdt_frames[0] = virt_to_mfn((void *)gdts[cpu]);
	c->gdt_ents = GDT_ENTRIES;
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 21)
	c->user_regs.gs = __KERNEL_PDA;
#elif LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 22)
	c->user_regs.fs = __KERNEL_PDA;
#else
	c->user_regs.fs = __KERNEL_PERCPU;
#endif
	return 0;
}
#endif

/* The vCPU loads trap table and callbacks; upcalls are masked until then. */
static void __cpuinit fill_context(struct vcpu_guest_context *c,
				   struct task_struct *idle)
{
	c->flags = VGCF_in_kernel;
	c->user_regs.cs = XEN_START_CS;
	c->user_regs.ss = XEN_START_DS;
	c->user_regs.ds = XEN_START_DS;
	c->user_regs.es = XEN_START_DS;
	c->user_regs.eip = (unsigned long)cpu_bringup_and_idle;
	c->user_regs.esp = idle->thread.esp;
	c->user_regs.eflags = EFLAGS_IOPL1;
	c->kernel_ss = XEN_START_DS;
	c->kernel_sp = idle->thread.esp0;
	c->ctrlreg[3] = root_to_cr3(swapper_pg_dir);
}

static int __cpuinit xen_cpu_initialize_context(unsigned int cpu)
{
	struct vcpu_guest_context *context;
	int err;

	context = kzalloc(sizeof(*context), GFP_KERNEL);
	if (!context)
		return -ENOMEM;
	fill_context(context, idle_tasks[cpu]);
	err = give_gdt(context, cpu, idle_tasks[cpu]);
	HYPERVISOR_shared_info->vcpu_info[cpu].evtchn_upcall_mask = 1;
	if (!err)
		err = HYPERVISOR_vcpu_op(VCPUOP_initialise, cpu, context);
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

static int __cpuinit start_cpu(unsigned int cpu)
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

/* The names by which the rest of the kernel knows these */
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 22)
void smp_send_reschedule(int cpu)
{
	send_reschedule(cpu);
}

void smp_send_stop(void)
{
	send_stop();
}

void __init smp_prepare_boot_cpu(void)
{
	prepare_boot_cpu();
}

void __init smp_prepare_cpus(unsigned int max_cpus)
{
	prepare_cpus(max_cpus);
}

int __cpuinit __cpu_up(unsigned int cpu)
{
	return start_cpu(cpu);
}

void __init smp_cpus_done(unsigned int max_cpus)
{
	cpus_done(max_cpus);
}
#else
struct smp_ops smp_ops = {
	.smp_prepare_boot_cpu	= prepare_boot_cpu,
	.smp_prepare_cpus	= prepare_cpus,
	.cpu_up			= start_cpu,
	.smp_cpus_done		= cpus_done,
	.smp_send_stop		= send_stop,
	.smp_send_reschedule	= send_reschedule,
	.smp_call_function_mask	= call_function,
};
EXPORT_SYMBOL(smp_ops);
#endif

/*
 * In a restored domain, by the first vCPU: the others wait, with interrupts
 * off, and have all that they had. Those that were down have no state.
 */
void xen_vcpu_restore(void)
{
	cpus_and(xen_cpu_initialized_map, xen_cpu_initialized_map,
		 cpu_online_map);
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

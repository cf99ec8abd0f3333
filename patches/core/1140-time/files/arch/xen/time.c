/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Time from Xen.
 *
 * Xen counts system time, nanoseconds since its own start, which is the same
 * on all vCPUs. For each vCPU the shared page has a moment of it, the cycle
 * counter at that moment and the factor from cycles to nanoseconds; Xen
 * renews them at any time, and makes the version odd while it does. A reader
 * takes them all, checks the version, and adds what has passed since. The
 * values are a physical processor's: a reader stays on its vCPU meanwhile.
 * The wall clock is system time plus a constant, under a version as well.
 *
 * Ticks are VIRQ_TIMER, which each vCPU has. Xen's periodic timer rests while
 * a vCPU is blocked, so each tick asks for the next one. An event may come late
 * and be the only one for several ticks: what is counted is time that has
 * passed. xtime_lock guards jiffies and what was counted into them; what
 * a vCPU has charged to its processes is its own.
 *
 * A domain that is restored goes on at the moment at which it stopped: no
 * ticks for the time between, and the monotonic clock does not count it. The
 * wall clock does, by what Xen's has moved on.
 */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/profile.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/time.h>

#include <asm/div64.h>
#include <asm/msr.h>
#include <asm/system.h>
#include <asm/timex.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/time.h>
#include <xen/compat.h>
#include <xen/events.h>

#define NS_PER_TICK	(NSEC_PER_SEC / HZ)

/* Up to where ticks were counted into jiffies: ns of system time */
static u64 processed_system_time;

/* Up to where this vCPU's processes were charged */
static DEFINE_PER_CPU(u64, charged_system_time);

/* Cycles to ns: a shift, then a factor with 32 fractional bits */
static inline u64 scale_delta(u64 delta, u32 mul, s8 shift)
{
	if (shift < 0)
		delta >>= -shift;
	else
		delta <<= shift;
	return ((u64)(u32)delta * mul >> 32) + (delta >> 32) * mul;
}

/* ns since Xen's start; the cycle at which it was read */
static u64 xen_read_system_time(u64 *cycle)
{
	struct vcpu_time_info *src;
	u32 version;
	u64 now, tsc;

	preempt_disable();
	src = &xen_this_vcpu()->time;
	do {
		version = src->version;
		rmb();
		rdtscll(tsc);
		now = src->system_time + scale_delta(tsc - src->tsc_timestamp,
						     src->tsc_to_system_mul,
						     src->tsc_shift);
		rmb();
	} while ((version & 1) || version != src->version);
	preempt_enable();
	*cycle = tsc;
	return now;
}

u64 xen_clocksource_read(void)
{
	u64 cycle;

	return xen_read_system_time(&cycle);
}

/* ns since 1970 */
static u64 xen_wallclock_ns(void)
{
	struct shared_info *s = HYPERVISOR_shared_info;
	u32 version;
	u64 sec, nsec;

	do {
		version = s->wc_version;
		rmb();
		sec = s->wc_sec;
		nsec = s->wc_nsec;
		rmb();
	} while ((version & 1) || version != s->wc_version);
	return sec * NSEC_PER_SEC + nsec + xen_clocksource_read();
}

unsigned long __init xen_get_wallclock(void)
{
	u64 sec = xen_wallclock_ns();

	do_div(sec, NSEC_PER_SEC);
	return sec;
}

unsigned long xen_tsc_khz(void)
{
	struct vcpu_time_info *info = &xen_this_vcpu()->time;
	u64 khz = 1000000ULL << 32;

	do_div(khz, info->tsc_to_system_mul);
	return info->tsc_shift < 0 ? khz << -info->tsc_shift :
		khz >> info->tsc_shift;
}

static inline int is_tick_due(u64 now, u64 last)
{
	return (s64)(now - last) >= (s64)NS_PER_TICK;
}

/* Whichever vCPU comes first counts; the others find nothing left. */
static void count_ticks(u64 now, u64 cycle)
{
	write_seqlock(&xtime_lock);
	if (is_tick_due(now, processed_system_time)) {
		do {
			processed_system_time += NS_PER_TICK;
			xen_do_timer(1);
		} while (is_tick_due(now, processed_system_time));
		xen_update_tick_cycle(cycle, now - processed_system_time);
	}
	write_sequnlock(&xtime_lock);
}

static void charge_ticks(u64 until)
{
	u64 *charged = &__get_cpu_var(charged_system_time);

	for (; is_tick_due(until, *charged); *charged += NS_PER_TICK) {
		update_process_times(user_mode(get_irq_regs()));
		xen_profile_tick(CPU_PROFILING);
	}
}

static void set_next_tick(void)
{
	HYPERVISOR_set_timer_op(__get_cpu_var(charged_system_time) +
				NS_PER_TICK);
}

static XEN_IRQ_HANDLER(xen_timer_interrupt, int irq, void *dev_id)
{
	u64 now, cycle;

	now = xen_read_system_time(&cycle);
	if (is_tick_due(now, processed_system_time))
		count_ticks(now, cycle);
	charge_ticks(now);
	set_next_tick();
	return IRQ_HANDLED;
}

static struct irqaction xen_timer_action = {
	.handler	= xen_timer_interrupt,
	.flags		= IRQF_DISABLED,
	.name		= "timer",
};

/* The first vCPU's, when there is no memory yet for request_irq() */
void __init xen_time_init(void)
{
	unsigned int cpu = smp_processor_id();
	int irq = bind_virq_to_irq(VIRQ_TIMER, cpu);

	if (irq < 0)
		panic("xen: no timer interrupt: error %d", irq);
	HYPERVISOR_vcpu_op(VCPUOP_stop_periodic_timer, cpu, NULL);
	processed_system_time = xen_clocksource_read();
	per_cpu(charged_system_time, cpu) = processed_system_time;
	setup_irq(irq, &xen_timer_action);
	set_next_tick();
}

/* What a suspend has interrupted: part of a tick; where the clocks stood */
static u64 suspended_part;
static u64 suspended_wallclock;

/* The domain is about to stop, with interrupts off. */
void xen_time_suspend(void)
{
	suspended_part = xen_clocksource_read() - processed_system_time;
	suspended_wallclock = xen_wallclock_ns();
}

/*
 * It goes on, on a processor that may be another one, with interrupts off.
 * System time is that of another Xen, or a later one.
 */
void xen_time_resume(void)
{
	unsigned int cpu;
	u64 now, cycle;

	write_seqlock(&xtime_lock);
	xen_set_tsc_khz();
	now = xen_read_system_time(&cycle);
	processed_system_time = now - suspended_part;
	xen_update_tick_cycle(cycle, suspended_part);
	write_sequnlock(&xtime_lock);

	for_each_online_cpu(cpu) {
		per_cpu(charged_system_time, cpu) = processed_system_time;
		HYPERVISOR_vcpu_op(VCPUOP_stop_periodic_timer, cpu, NULL);
	}
	set_next_tick();
}

#ifdef CONFIG_SMP
static void next_tick_here(void *unused)
{
	set_next_tick();
}

/*
 * Then, with interrupts on: each vCPU sets its own timer. The caller may have
 * slept meanwhile, and run on any of them.
 */
void xen_timers_resume(void)
{
	on_each_cpu(next_tick_here, NULL, 1, 1);
}
#else
void xen_timers_resume(void)
{
}
#endif

/* And the guest's clock keeps its distance to Xen's. */
void xen_wallclock_resume(void)
{
	s64 passed = xen_wallclock_ns() - suspended_wallclock;
	struct timespec now;

	getnstimeofday(&now);
	passed += now.tv_sec * (s64)NSEC_PER_SEC + now.tv_nsec;
	now.tv_nsec = do_div(passed, NSEC_PER_SEC);
	now.tv_sec = passed;
	do_settimeofday(&now);
}

#ifdef CONFIG_SMP
static DEFINE_PER_CPU(char [16], timer_name);

/* Another vCPU's, before it starts for the first time */
int __cpuinit xen_setup_timer(unsigned int cpu)
{
	char *name = per_cpu(timer_name, cpu);
	int irq;

	snprintf(name, sizeof(per_cpu(timer_name, cpu)), "timer%u", cpu);
	irq = bind_virq_to_irqhandler(VIRQ_TIMER, cpu, xen_timer_interrupt,
				      IRQF_DISABLED, name, NULL);
	return irq < 0 ? irq : 0;
}

/* This vCPU's ticks, each time that it comes */
void __cpuinit xen_start_timer(void)
{
	HYPERVISOR_vcpu_op(VCPUOP_stop_periodic_timer, smp_processor_id(),
			   NULL);
	__get_cpu_var(charged_system_time) = xen_clocksource_read();
	set_next_tick();
}

void xen_stop_timer(void)
{
	HYPERVISOR_set_timer_op(0);
}

/* us since the last tick, with xtime_lock read */
static unsigned int xen_gettimeoffset(void)
{
	s64 ns = xen_clocksource_read() - processed_system_time;

	return ns > 0 ? (u64)ns / NSEC_PER_USEC : 0;
}

/* The cycle counter serves all vCPUs if it is the same on all. */
void __init xen_check_cycles(void)
{
	if (xen_cycles_synchronous() || num_possible_cpus() == 1)
		return;
	printk(KERN_INFO "xen: the cycle counters may differ: the time of day "
	       "is Xen's\n");
	xen_use_gettimeoffset(xen_gettimeoffset);
}
#endif

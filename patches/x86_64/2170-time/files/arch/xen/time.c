/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Time from Xen: system time since its start, the wall clock at that moment,
 * and ticks by a virtual interrupt.
 */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/profile.h>
#include <linux/sched.h>
#include <linux/time.h>

#include <asm/div64.h>
#include <asm/msr.h>
#include <asm/proto.h>
#include <asm/timex.h>
#include <asm/vsyscall.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/releases.h>

#define NSEC_PER_TICK	(NSEC_PER_SEC / HZ)
#define TIMER_IRQ	0

/* Up to where ticks were counted, ns of system time */
static u64 ticks_done;

/* Cycles to ns by Xen's factor: a shift, then 32 fractional bits. */
static u64 scale(u64 cycles, u32 mul, s8 shift)
{
	u64 high, low;

	if (shift < 0)
		cycles >>= -shift;
	else
		cycles <<= shift;
	asm("mulq %3" : "=a" (low), "=d" (high)
		: "0" (cycles), "rm" ((u64)mul) : "cc");
	return low >> 32 | high << 32;
}

/* ns since Xen's start */
static u64 system_time(void)
{
	struct vcpu_time_info *t = &xen_shared_info.vcpu_info[0].time;
	u32 version;
	u64 now, tsc;

	do {
		version = t->version;
		rmb();
		rdtscll(tsc);
		now = t->system_time + scale(tsc - t->tsc_timestamp,
					     t->tsc_to_system_mul,
					     t->tsc_shift);
		rmb();
	} while ((version & 1) || version != t->version);
	return now;
}

/* Seconds since 1970 */
unsigned long __init xen_wall_seconds(void)
{
	u32 version;
	u64 sec, nsec;

	do {
		version = xen_shared_info.wc_version;
		rmb();
		sec = xen_shared_info.wc_sec;
		nsec = xen_shared_info.wc_nsec;
		rmb();
	} while ((version & 1) || version != xen_shared_info.wc_version);
	nsec += system_time();
	return sec + nsec / NSEC_PER_SEC;
}

unsigned int __init xen_tsc_khz(void)
{
	struct vcpu_time_info *t = &xen_shared_info.vcpu_info[0].time;
	u64 khz = (1000000ULL << 32) / t->tsc_to_system_mul;

	return t->tsc_shift < 0 ? khz << -t->tsc_shift : khz >> t->tsc_shift;
}

/*
 * Each tick asks for the next one: Xen's periodic timer rests while the vCPU
 * is blocked, this one wakes it.
 */
static void set_next_tick(void)
{
	HYPERVISOR_set_timer_op(ticks_done + NSEC_PER_TICK);
}

/*
 * Counts the ticks that have passed, however many events told of them, and
 * sets last_tsc to the last one's cycle, from where gettimeofday() goes on.
 */
static irqreturn_t timer_interrupt(int irq, void *dev XEN_REGS_PARAMETER)
{
	unsigned int ticks = 0;
	u64 now, tsc;

	write_seqlock(&xtime_lock);
	now = system_time();
	rdtscll(tsc);
	while ((s64)(now - ticks_done) >= (s64)NSEC_PER_TICK) {
		ticks_done += NSEC_PER_TICK;
		do_timer(1);
		ticks++;
	}
	vxtime.last_tsc = tsc - (now - ticks_done) * cpu_khz / 1000000;
	write_sequnlock(&xtime_lock);
	set_next_tick();

	while (ticks--) {
		update_process_times(user_mode(get_irq_regs()));
		profile_tick(CPU_PROFILING);
	}
	return IRQ_HANDLED;
}

static struct irqaction timer_action = {
	.handler = timer_interrupt, .flags = IRQF_DISABLED, .name = "timer",
};

void __init xen_init_timer(void)
{
	ticks_done = system_time();
	HYPERVISOR_vcpu_op(VCPUOP_stop_periodic_timer, 0, NULL);
	if (xen_bind_virq(VIRQ_TIMER, TIMER_IRQ) < 0)
		panic("Xen gives no timer interrupt");
	setup_irq(TIMER_IRQ, &timer_action);
	set_next_tick();
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page shared with Xen, and this vCPU's part of it. Nothing else knows
 * where a vcpu_info is.
 *
 * A kernel for one vCPU finds its vcpu_info as the shared page's first, at an
 * address that is known when the kernel is linked. With several, the number
 * of the vCPU is in the thread_info, at the lower end of the stack. A task must
 * not move to another vCPU between the look for the number and the access:
 * without CONFIG_PREEMPT the kernel is not preempted, and with it the count
 * in the thread_info holds it off for these instructions. (What the interrupt
 * that came meanwhile wants scheduled is seen by the next one, or by the next
 * preempt_enable().) xen_this_vcpu(), which gives the address, is used with
 * preemption off.
 *
 * This is included where thread_info and its size are not declared yet: smp.c
 * compares the numbers here with them.
 */
#ifndef _ASM_I386_XEN_VCPU_H
#define _ASM_I386_XEN_VCPU_H

/* thread_info: how far apart stacks are, and where two members are */
#define XEN_STACK_SIZE		8192
#define XEN_TI_CPU		16
#define XEN_TI_PREEMPT_COUNT	20

/* A vcpu_info has so many bytes as a power of 2. */
#define XEN_VCPU_SHIFT		6

#ifdef __ASSEMBLY__

/*
 * Members of vcpu_info; the offsets come by asm-offsets.h. With several vCPUs
 * the register has where this one's is, behind the first one's.
 */
#ifdef CONFIG_SMP
#define XEN_UPCALL_PENDING(reg)	HYPERVISOR_shared_info+xen_vcpu_upcall_pending(reg)
#define XEN_UPCALL_MASK(reg)	HYPERVISOR_shared_info+xen_vcpu_upcall_mask(reg)
#else
#define XEN_UPCALL_PENDING	HYPERVISOR_shared_info+xen_vcpu_upcall_pending
#define XEN_UPCALL_MASK		HYPERVISOR_shared_info+xen_vcpu_upcall_mask
#endif

#else

#include <xen/interface/xen.h>

/* One: Xen's page is mapped over that place in the kernel's image. */
extern struct shared_info HYPERVISOR_shared_info[];

#ifdef CONFIG_SMP
/* A member of the thread_info that has 32 bits */
static inline volatile unsigned int *xen_thread_word(unsigned int offset)
{
	unsigned long info;

	__asm__("andl %%esp,%0" : "=r" (info) : "0" (-XEN_STACK_SIZE));
	return (volatile unsigned int *)(info + offset);
}

static inline void xen_stay_on_vcpu(void)
{
#ifdef CONFIG_PREEMPT
	++*xen_thread_word(XEN_TI_PREEMPT_COUNT);
#endif
	__asm__ __volatile__("" : : : "memory");
}

static inline void xen_leave_vcpu(void)
{
	__asm__ __volatile__("" : : : "memory");
#ifdef CONFIG_PREEMPT
	--*xen_thread_word(XEN_TI_PREEMPT_COUNT);
#endif
}

#define xen_this_vcpu() \
	(&HYPERVISOR_shared_info->vcpu_info[*xen_thread_word(XEN_TI_CPU)])
/* A member of one byte */
#define xen_vcpu_byte(member) ({					\
	unsigned char byte__;						\
									\
	xen_stay_on_vcpu();						\
	byte__ = *(volatile uint8_t *)&xen_this_vcpu()->member;		\
	xen_leave_vcpu();						\
	byte__;								\
})
#define xen_set_vcpu_byte(member, value) do {				\
	xen_stay_on_vcpu();						\
	*(volatile uint8_t *)&xen_this_vcpu()->member = (value);	\
	xen_leave_vcpu();						\
} while (0)
#else
#define xen_this_vcpu()		(&HYPERVISOR_shared_info->vcpu_info[0])
/* A member of one byte */
#define xen_vcpu_byte(member) \
	(*(volatile uint8_t *)&xen_this_vcpu()->member)
#define xen_set_vcpu_byte(member, value) \
	(xen_vcpu_byte(member) = (value))
#endif

#endif /* !__ASSEMBLY__ */

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page shared with Xen, and this vCPU's part of it.
 *
 * A kernel for one vCPU finds its vcpu_info as the shared page's first, at an
 * address that is known when the kernel is linked. With several, it lies in
 * the vCPU's PDA: %gs points there, so that one instruction reads or writes a
 * member, and nobody is preempted between the look for the vCPU and the
 * access. xen_this_vcpu(), which gives its address, is used with preemption
 * off. Nothing else knows where a vcpu_info is.
 */
#ifndef _ASM_X86_64_XEN_VCPU_H
#define _ASM_X86_64_XEN_VCPU_H

#ifdef __ASSEMBLY__

/* Members of vcpu_info; the offsets come by asm-offsets.h. */
#ifdef CONFIG_SMP
#define XEN_VCPU(offset)	%gs:pda_xen_vcpu+offset
#else
#define XEN_VCPU(offset)	HYPERVISOR_shared_info+offset(%rip)
#endif
#define XEN_UPCALL_PENDING	XEN_VCPU(xen_vcpu_upcall_pending)
#define XEN_UPCALL_MASK		XEN_VCPU(xen_vcpu_upcall_mask)

#else

#include <xen/interface/xen.h>

/* One: Xen's page is mapped over that place in the kernel's image. */
extern struct shared_info HYPERVISOR_shared_info[];

/* A member of one byte */
#ifdef CONFIG_SMP
#include <asm/pda.h>

#define xen_this_vcpu()		(&cpu_pda(read_pda(cpunumber))->xen_vcpu)
#define xen_vcpu_byte(member) ({					\
	unsigned char byte__;						\
	asm volatile("movb %%gs:%P1,%0"					\
		     : "=q" (byte__)					\
		     : "i" (pda_offset(xen_vcpu.member))		\
		     : "memory");					\
	byte__;								\
})
#define xen_set_vcpu_byte(member, value)				\
	asm volatile("movb %0,%%gs:%P1"					\
		     : : "qi" ((unsigned char)(value)),			\
			 "i" (pda_offset(xen_vcpu.member))		\
		     : "memory")
#else
#define xen_this_vcpu()		(&HYPERVISOR_shared_info->vcpu_info[0])
#define xen_vcpu_byte(member) \
	(*(volatile uint8_t *)&xen_this_vcpu()->member)
#define xen_set_vcpu_byte(member, value) \
	(xen_vcpu_byte(member) = (value))
#endif

#endif /* !__ASSEMBLY__ */

#endif

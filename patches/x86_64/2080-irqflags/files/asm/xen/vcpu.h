/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page shared with Xen, and this vCPU's part of it.
 *
 * With one vCPU its vcpu_info is the shared page's first, at an address that
 * is known when the kernel is linked. With several, each finds its own by a
 * pointer, and xen_this_vcpu() is used with preemption off. Nothing else
 * knows where a vcpu_info is.
 */
#ifndef _ASM_X86_64_XEN_VCPU_H
#define _ASM_X86_64_XEN_VCPU_H

#ifdef __ASSEMBLY__

/* Members of vcpu_info; the offsets come by asm-offsets.h. */
#define XEN_UPCALL_PENDING	HYPERVISOR_shared_info+xen_vcpu_upcall_pending
#define XEN_UPCALL_MASK		HYPERVISOR_shared_info+xen_vcpu_upcall_mask

#else

#include <xen/interface/xen.h>

/* One: Xen's page is mapped over that place in the kernel's image. */
extern struct shared_info HYPERVISOR_shared_info[];

#ifdef CONFIG_SMP
#include <asm/percpu.h>
DECLARE_PER_CPU(struct vcpu_info *, xen_vcpu);
#define xen_this_vcpu()		__get_cpu_var(xen_vcpu)
#else
#define xen_this_vcpu()		(&HYPERVISOR_shared_info->vcpu_info[0])
#endif

#endif /* !__ASSEMBLY__ */

#endif

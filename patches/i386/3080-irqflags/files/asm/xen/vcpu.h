/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page shared with Xen, and this vCPU's part of it: the first, as a
 * kernel for i386 is for one vCPU. Nothing else knows where a vcpu_info is.
 */
#ifndef _ASM_I386_XEN_VCPU_H
#define _ASM_I386_XEN_VCPU_H

#ifdef __ASSEMBLY__

/* Members of vcpu_info; the offsets come by asm-offsets.h. */
#define XEN_UPCALL_PENDING	HYPERVISOR_shared_info+xen_vcpu_upcall_pending
#define XEN_UPCALL_MASK		HYPERVISOR_shared_info+xen_vcpu_upcall_mask

#else

#include <xen/interface/xen.h>

/* One: Xen's page is mapped over that place in the kernel's image. */
extern struct shared_info HYPERVISOR_shared_info[];

#define xen_this_vcpu()		(&HYPERVISOR_shared_info->vcpu_info[0])
/* A member of one byte */
#define xen_vcpu_byte(member) \
	(*(volatile uint8_t *)&xen_this_vcpu()->member)
#define xen_set_vcpu_byte(member, value) \
	(xen_vcpu_byte(member) = (value))

#endif /* !__ASSEMBLY__ */

#endif

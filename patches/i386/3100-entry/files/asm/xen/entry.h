/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What entry.S' privileged instructions become in a Xen guest: macros of the
 * same names, which the assembler prefers to the instructions.
 */
#ifndef _ASM_I386_XEN_ENTRY_H
#define _ASM_I386_XEN_ENTRY_H

#include <asm/asm-offsets.h>
#include <asm/xen/vcpu.h>
#include <xen/interface/xen.h>

#define XEN_HYPERCALL(nr)	hypercall_page+(nr)*XEN_HYPERCALL_ENTRY_SIZE

#ifdef CONFIG_SMP
	/* Where this vCPU's part of the shared page is, see asm/xen/vcpu.h */
	.macro xen_vcpu_offset
	pushl	%eax
	movl	$-XEN_STACK_SIZE,%eax
	andl	%esp,%eax
#ifdef CONFIG_PREEMPT
	incl	XEN_TI_PREEMPT_COUNT(%eax)
#endif
	movl	XEN_TI_CPU(%eax),%eax
	shll	$XEN_VCPU_SHIFT,%eax
	.endm

	.macro xen_vcpu_done
#ifdef CONFIG_PREEMPT
	movl	$-XEN_STACK_SIZE,%eax
	andl	%esp,%eax
	decl	XEN_TI_PREEMPT_COUNT(%eax)
#endif
	popl	%eax
	.endm

	/* They need a stack, and change the flags but no other register. */
	.macro cli
	xen_vcpu_offset
	movb	$1,XEN_UPCALL_MASK(%eax)
	xen_vcpu_done
	.endm

	.macro sti
	xen_vcpu_offset
	movb	$0,XEN_UPCALL_MASK(%eax)
	testb	$0xff,XEN_UPCALL_PENDING(%eax)
	jz	9f
	call	xen_force_evtchn_regs
9:
	xen_vcpu_done
	.endm
#else
	.macro cli
	movb	$1,XEN_UPCALL_MASK
	.endm

	/* Keeps all registers; needs a stack. */
	.macro sti
	movb	$0,XEN_UPCALL_MASK
	testb	$0xff,XEN_UPCALL_PENDING
	jz	9f
	call	xen_force_evtchn_regs
9:
	.endm
#endif

	/* The stack holds what iret takes; IF says whether upcalls come. */
	.macro iret
	jmp	XEN_HYPERCALL(__HYPERVISOR_iret)
	.endm

	/* Not reached: a guest's processor does not offer sysenter. */
	.macro sysexit
	ud2
	.endm

#endif

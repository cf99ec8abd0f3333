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

	/* The stack holds what iret takes; IF says whether upcalls come. */
	.macro iret
	jmp	XEN_HYPERCALL(__HYPERVISOR_iret)
	.endm

	/* Not reached: a guest's processor does not offer sysenter. */
	.macro sysexit
	ud2
	.endm

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen enters the guest again: exceptions and events.
 *
 * Xen has pushed, from the top: rcx, r11, an error code with some exceptions, then rip, cs,
 * rflags, rsp, ss. The saved cs bears privilege level 0 for kernel mode.
 */
#include "kind.h"

	.text

	.macro	save_caller_registers
	pushq	%rax
	pushq	%rdx
	pushq	%rsi
	pushq	%rdi
	pushq	%r8
	pushq	%r9
	pushq	%r10
	.endm

	.macro	restore_caller_registers
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rdi
	popq	%rsi
	popq	%rdx
	popq	%rax
	.endm

/*
 * Calls \handler(&frame) where frame starts at the saved rip, and returns by the iret hypercall:
 * it alone restores rip, rflags, the stack and the event mask in one step. xen_iret pushes rcx,
 * r11 and rax itself and is jumped to. Level 1 in the saved cs asks for kernel mode. Before that
 * hypercall, the processor's iretq returned, in ring 3, and the mask was for the guest to restore.
 */
	.macro	entry name, handler
	.globl	\name
	.type	\name, @function
\name:
	cld
	save_caller_registers
	leaq	72(%rsp), %rdi
	call	\handler
#ifdef RETURNS_BY_ITSELF
	leaq	72(%rsp), %rdi
	call	restore_events
	restore_caller_registers
	popq	%rcx
	popq	%r11
	orb	$3, 8(%rsp)
	iretq
#else
	restore_caller_registers
	popq	%rcx
	popq	%r11
	andb	$0xfc, 8(%rsp)
	orb	$1, 8(%rsp)
	pushq	$0			/* flags: not from a syscall */
	jmp	xen_iret
#endif
	.size	\name, . - \name
	.endm

	entry	trap_invalid_opcode, handle_invalid_opcode
	entry	event_upcall, handle_events

	.section .note.GNU-stack, "", @progbits

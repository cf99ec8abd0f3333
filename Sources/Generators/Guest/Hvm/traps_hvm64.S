/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the processor enters the guest again: exceptions and events. It has pushed, from the top:
 * an error code with some exceptions, then rip, cs, rflags, rsp, ss.
 */
	.text

/* Calls \handler(&frame) where frame starts at the saved rip. */
	.macro	entry name, handler
	.globl	\name
	.type	\name, @function
\name:
	cld
	.irp	register, rax, rcx, rdx, rsi, rdi, r8, r9, r10, r11
	pushq	%\register
	.endr
	leaq	72(%rsp), %rdi
	call	\handler
	.irp	register, r11, r10, r9, r8, rdi, rsi, rdx, rcx, rax
	popq	%\register
	.endr
	iretq
	.size	\name, . - \name
	.endm

	entry	trap_invalid_opcode, handle_invalid_opcode
	entry	event_upcall, handle_events

	.section .note.GNU-stack, "", @progbits

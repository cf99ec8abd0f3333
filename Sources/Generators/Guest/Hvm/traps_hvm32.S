/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the processor enters the guest again: exceptions and events. It has pushed, from the top:
 * an error code with some exceptions, then eip, cs, eflags.
 */
	.text

/* Calls \handler(&frame) where frame starts at the saved eip. */
	.macro	entry name, handler
	.globl	\name
	.type	\name, @function
\name:
	cld
	pushl	%eax
	pushl	%ecx
	pushl	%edx
	leal	12(%esp), %eax
	pushl	%eax
	call	\handler
	addl	$4, %esp
	popl	%edx
	popl	%ecx
	popl	%eax
	iretl
	.size	\name, . - \name
	.endm

	entry	trap_invalid_opcode, handle_invalid_opcode
	entry	event_upcall, handle_events

	.section .note.GNU-stack, "", @progbits

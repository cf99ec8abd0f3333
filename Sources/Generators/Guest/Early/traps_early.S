/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen 2.0 enters the guest again: exceptions and events. There stand on the stack, from the top: the
 * address of a page fault, an error code with some exceptions, then eip, cs, eflags. The guest returns by
 * the processor's own instruction, which does not change the event mask.
 */
	.text

/* Calls \handler with the address of these words, of which \extra are before eip. */
	.macro	entry name, handler, extra
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
	leal	4 * \extra(%esp), %esp
	iretl
	.size	\name, . - \name
	.endm

	entry	trap_invalid_opcode, handle_invalid_opcode, 0
	entry	trap_device_missing, handle_device_missing, 0
	entry	trap_protection, handle_protection, 1
	entry	trap_page_fault, handle_page_fault, 2
	entry	event_upcall, handle_events, 0

	.section .note.GNU-stack, "", @progbits

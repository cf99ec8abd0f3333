/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen enters the guest again: exceptions and events.
 *
 * Xen has pushed, from the top: an error code with some exceptions, then eip, cs, eflags. The
 * interrupt flag of these eflags says whether events were allowed.
 */
	.text

/*
 * Calls \handler(&frame) where frame starts at the saved eip, and returns by the iret hypercall:
 * it alone restores eip, eflags and the event mask in one step. xen_iret pushes eax itself and is
 * jumped to.
 */
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
	jmp	xen_iret
	.size	\name, . - \name
	.endm

	entry	trap_invalid_opcode, handle_invalid_opcode
	entry	event_upcall, handle_events

	.globl	failsafe_upcall
	.type	failsafe_upcall, @function
failsafe_upcall:
	ud2
	.size	failsafe_upcall, . - failsafe_upcall

	.section .note.GNU-stack, "", @progbits

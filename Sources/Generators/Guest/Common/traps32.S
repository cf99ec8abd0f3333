/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen, or the processor in an HVM container, enters the guest again: exceptions and events.
 * There stand on the stack, from the top: an error code with some exceptions, then eip, cs, eflags.
 */
#include "kind.h"

	.text

/*
 * Calls \handler(&frame) where frame starts at the saved eip. A PV guest returns by the iret
 * hypercall: it alone restores eip, eflags and, by the interrupt flag in them, the event mask. Before that
 * hypercall, the mask was for the guest to restore.
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
#ifdef RETURNS_BY_ITSELF
	call	restore_events
#endif
	addl	$4, %esp
	popl	%edx
	popl	%ecx
	popl	%eax
	RETURN_FROM_TRAP
	.size	\name, . - \name
	.endm

	entry	trap_invalid_opcode, handle_invalid_opcode
	entry	event_upcall, handle_events

	.section .note.GNU-stack, "", @progbits

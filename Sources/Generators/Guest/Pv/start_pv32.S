/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen enters the guest: 32-bit mode, paging on, events masked, %esi = start_info.
 */
	.section .text.start, "ax", @progbits
	.globl	start
	.type	start, @function
start:
	cld
	movl	$boot_stack_end, %esp
	xorl	%ebp, %ebp
	pushl	%esi
	call	guest_main
	ud2
	.size	start, . - start

	.section .note.GNU-stack, "", @progbits

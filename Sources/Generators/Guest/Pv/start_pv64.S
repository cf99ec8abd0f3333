/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen enters the guest: 64-bit mode, paging on, events masked, %rsi = start_info.
 */
	.section .text.start, "ax", @progbits
	.globl	start
	.type	start, @function
start:
	cld
	leaq	boot_stack_end(%rip), %rsp
	xorl	%ebp, %ebp
	movq	%rsi, %rdi
	call	guest_main
	ud2
	.size	start, . - start

	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen enters the guest: 32-bit mode, paging off, segments flat but without a table,
 * interrupts off, %ebx = hvm_start_info.
 */
	.section .text.start, "ax", @progbits
	.globl	start
	.type	start, @function
start:
	cld
	movl	$boot_stack_end, %esp
	lgdt	descriptors_place
	ljmp	$8, $1f
1:
	movl	$16, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	xorl	%ebp, %ebp
	pushl	%ebx
	call	guest_main
	ud2
	.size	start, . - start

	.section .rodata
	.balign	8
descriptors:
	.quad	0
	.quad	0x00cf9b000000ffff	/* 8: code, 4 GiB */
	.quad	0x00cf93000000ffff	/* 16: data, 4 GiB */
descriptors_place:
	.word	descriptors_place - descriptors - 1
	.long	descriptors

	.section .note.GNU-stack, "", @progbits

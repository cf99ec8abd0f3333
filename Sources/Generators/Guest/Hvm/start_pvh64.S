/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen enters the guest: 32-bit mode, paging off, segments flat but without a table,
 * interrupts off, %ebx = hvm_start_info. From there to 64-bit mode with the first 4 GiB mapped
 * where they are, in pages of 2 MiB.
 */
	.set	CR0_PAGING, 0x80000000
	.set	CR4_PAE, 0x20
	.set	MSR_EFER, 0xc0000080
	.set	EFER_LONG_MODE, 0x100
	.set	TABLE, 0x003		/* present, writable */
	.set	PAGE_2M, 0x083		/* and a page of 2 MiB */

	.section .text.start, "ax", @progbits
	.code32
	.globl	start
	.type	start, @function
start:
	cld
	movl	$boot_stack_end, %esp

	movl	$page_directories, %edi
	movl	$PAGE_2M, %eax
1:	movl	%eax, (%edi)
	addl	$8, %edi
	addl	$0x200000, %eax
	jnc	1b

	movl	$(page_directories + TABLE), %eax
	movl	$directory_pointers, %edi
	movl	$4, %ecx
2:	movl	%eax, (%edi)
	addl	$8, %edi
	addl	$4096, %eax
	loop	2b

	movl	$(directory_pointers + TABLE), top_table
	movl	$top_table, %eax
	movl	%eax, %cr3

	movl	%cr4, %eax
	orl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_LONG_MODE, %eax
	wrmsr
	movl	%cr0, %eax
	orl	$CR0_PAGING, %eax
	movl	%eax, %cr0

	lgdt	descriptors_place
	ljmp	$8, $long_mode
	.size	start, . - start

	.code64
long_mode:
	xorl	%eax, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	xorl	%ebp, %ebp
	movl	%ebx, %edi
	call	guest_main
	ud2

	.section .rodata
	.balign	8
descriptors:
	.quad	0
	.quad	0x00af9b000000ffff	/* 8: 64-bit code */
descriptors_place:
	.word	descriptors_place - descriptors - 1
	.quad	descriptors

	.bss
	.balign	4096
top_table:
	.skip	4096
directory_pointers:
	.skip	4096
page_directories:
	.skip	4 * 4096

	.section .note.GNU-stack, "", @progbits

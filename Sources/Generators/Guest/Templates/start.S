/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen enters the guest: 64-bit mode, paging on, events masked, %rsi = start_info.
 */
#include "xen.h"

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

/* Xen fills this page with one stub for each hypercall (note HYPERCALL_PAGE). */
	.section .hypercall_page, "ax", @progbits
	.balign	XEN_HYPERCALL_PAGE_SIZE
	.globl	hypercall_page
	.type	hypercall_page, @object
hypercall_page:
	.skip	XEN_HYPERCALL_PAGE_SIZE, 0x90
	.size	hypercall_page, XEN_HYPERCALL_PAGE_SIZE

	.bss
	.balign	16
boot_stack:
	.skip	16384
boot_stack_end:

	.section .note.GNU-stack, "", @progbits

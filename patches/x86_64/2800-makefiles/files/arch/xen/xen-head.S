/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen starts the kernel: 64-bit mode, paging on, the kernel mapped at
 * its own address, %rsi = start_info, all upcalls masked.
 */
#include <linux/linkage.h>
#include <linux/threads.h>
#include <asm/segment.h>
#include <asm/page.h>
#include <asm/thread_info.h>
#include <asm/cache.h>
#include <xen/interface/xen.h>

	.code64
	.section .bootstrap.text, "ax"
	.globl startup_64
startup_64:
ENTRY(stext)
ENTRY(_stext)
	cld
	movq	init_rsp(%rip),%rsp
	movq	%rsi,%rdi
	pushq	$0
	jmp	xen_start_kernel

	.align	8
	.globl init_rsp
init_rsp:
	.quad	init_thread_union+THREAD_SIZE-8

	/* Xen writes the hypercalls' entries here. */
	.text
	.balign	PAGE_SIZE
ENTRY(hypercall_page)
	.skip	XEN_HYPERCALL_PAGE_SIZE

	/*
	 * Pages that Xen checks and that therefore nothing may map writable:
	 * the kernel's root, the tables of the vsyscall page in every user
	 * root, the GDT. xen_readonly_pfn() knows them by these labels.
	 */
	.section .data.page_aligned, "aw"
	.balign	PAGE_SIZE
	.globl xen_readonly_start
xen_readonly_start:
ENTRY(init_level4_pgt)
	.fill	512,8,0
ENTRY(xen_user_level3_pgt)
	.fill	512,8,0
ENTRY(xen_user_level2_pgt)
	.fill	512,8,0
ENTRY(xen_user_level1_pgt)
	.fill	512,8,0
ENTRY(cpu_gdt_table)
	.quad	0			/* null */
	.quad	0			/* not used */
	.quad	0x00affa000000ffff	/* 64-bit code, in __KERNEL_CS' place */
	.quad	0x00cff2000000ffff	/* data, in __KERNEL_DS' place */
	.quad	0x00cffa000000ffff	/* __USER32_CS */
	.quad	0x00cff2000000ffff	/* __USER_DS */
	.quad	0x00affa000000ffff	/* __USER_CS */
	.quad	0			/* __KERNEL32_CS: none */
	.fill	PAGE_SIZE/8-8,8,0
	.globl xen_readonly_end
xen_readonly_end:

	/* Xen's shared page gets mapped over this one. */
	.section .bss.page_aligned, "aw", @nobits
	.balign	PAGE_SIZE
ENTRY(HYPERVISOR_shared_info)
	.skip	PAGE_SIZE
	/* A window on pages that nothing maps yet. */
ENTRY(xen_window)
	.skip	PAGE_SIZE
ENTRY(empty_zero_page)
	.skip	PAGE_SIZE

	.section .bss, "aw", @nobits
	.balign	L1_CACHE_BYTES
ENTRY(idt_table)
	.skip	256*16

	.data
	.balign	16
	.globl cpu_gdt_descr
cpu_gdt_descr:
	.word	GDT_SIZE-1
	.quad	cpu_gdt_table
	.rept	NR_CPUS-1
	.word	0
	.quad	0
	.endr

	/* One note of owner Xen; a number takes eight bytes. */
#define NOTE(type, directive, value) \
	.balign	4;			\
	.long	4, 2f-1f, type;		\
	.asciz	"Xen";			\
1:	directive value;		\
2:	.balign	4

	.section .note.Xen, "a", @note
	NOTE(XEN_ELFNOTE_GUEST_OS, .asciz, "linux")
	NOTE(XEN_ELFNOTE_GUEST_VERSION, .asciz, "2.6")
	NOTE(XEN_ELFNOTE_XEN_VERSION, .asciz, "xen-3.0")
	NOTE(XEN_ELFNOTE_LOADER, .asciz, "generic")
	NOTE(XEN_ELFNOTE_VIRT_BASE, .quad, __START_KERNEL_map)
	NOTE(XEN_ELFNOTE_PADDR_OFFSET, .quad, 0)
	NOTE(XEN_ELFNOTE_ENTRY, .quad, startup_64)
	NOTE(XEN_ELFNOTE_HYPERCALL_PAGE, .quad, hypercall_page)
	NOTE(XEN_ELFNOTE_FEATURES, .asciz, "writable_page_tables|pae_pgdir_above_4gb")
	NOTE(XEN_ELFNOTE_SUPPORTED_FEATURES, .long, 1 << XENFEAT_dom0)
	NOTE(XEN_ELFNOTE_BSD_SYMTAB, .asciz, "no")
	NOTE(XEN_ELFNOTE_SUSPEND_CANCEL, .quad, 1)

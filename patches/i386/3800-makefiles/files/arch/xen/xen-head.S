/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen starts the kernel: protected mode in ring 1, on Xen's flat
 * segments, paging on, the kernel mapped at its own address, %esi =
 * start_info, all upcalls masked.
 */
#include <linux/linkage.h>
#include <linux/threads.h>
#include <asm/segment.h>
#include <asm/page.h>
#include <asm/thread_info.h>
#include <asm/cache.h>
#include <asm/asm-offsets.h>
#include <xen/interface/xen.h>

	.text
ENTRY(startup_32)
ENTRY(stext)
ENTRY(_stext)
	cld
	movl	$(init_thread_union+THREAD_SIZE),%esp
	xorl	%eax,%eax
	movl	%eax,%fs
	movl	%eax,%gs
#ifdef CONFIG_SMP
	/* From 2.6.22 on: the first vCPU's own data, until there is a GDT */
	movl	$FLAT_RING1_DS,%eax
	movl	%eax,%fs
	xorl	%eax,%eax
#endif
	pushl	%esi
	pushl	%eax			/* There is no way back. */
	jmp	xen_start_kernel

	/* Xen writes the hypercalls' entries here. */
	.balign	PAGE_SIZE_asm
ENTRY(hypercall_page)
	.skip	XEN_HYPERCALL_PAGE_SIZE

	.section .bss.page_aligned, "aw", @nobits
	.balign	PAGE_SIZE_asm
	/*
	 * The kernel's root and its fourth table, which Xen checks and which
	 * therefore nothing may map writable.
	 */
ENTRY(xen_readonly_start)
ENTRY(swapper_pg_dir)
	.skip	PAGE_SIZE_asm
ENTRY(xen_kernel_pmd)
	.skip	PAGE_SIZE_asm
ENTRY(xen_readonly_end)
	/* Xen's shared page gets mapped over this one. */
ENTRY(HYPERVISOR_shared_info)
	.skip	PAGE_SIZE_asm
	/* A window on pages that nothing maps yet. */
ENTRY(xen_window)
	.skip	PAGE_SIZE_asm
ENTRY(empty_zero_page)
	.skip	PAGE_SIZE_asm

	/* What each processor's GDT is a copy of; Xen gives the level. */
	.data
	.balign	L1_CACHE_BYTES
ENTRY(cpu_gdt_table)
	.fill	GDT_ENTRY_KERNEL_CS,8,0
	.quad	0x00cf9a000000ffff	/* __KERNEL_CS */
	.quad	0x00cf92000000ffff	/* __KERNEL_DS */
	.quad	0x00cffa000000ffff	/* __USER_CS */
	.quad	0x00cff2000000ffff	/* __USER_DS */
	.fill	GDT_ENTRY_ESPFIX_SS-GDT_ENTRY_TSS,8,0
	.quad	0x0000920000000000	/* 16-bit stack, base and limit to come */
	.fill	GDT_ENTRIES-GDT_ENTRY_ESPFIX_SS-1,8,0

	/* One note of owner Xen; a number takes four bytes. */
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
	NOTE(XEN_ELFNOTE_VIRT_BASE, .long, __PAGE_OFFSET)
	NOTE(XEN_ELFNOTE_PADDR_OFFSET, .long, 0)
	NOTE(XEN_ELFNOTE_ENTRY, .long, startup_32)
	NOTE(XEN_ELFNOTE_HYPERCALL_PAGE, .long, hypercall_page)
	NOTE(XEN_ELFNOTE_HV_START_LOW, .long, __HYPERVISOR_VIRT_START)
	NOTE(XEN_ELFNOTE_PAE_MODE, .asciz, "yes")
	NOTE(XEN_ELFNOTE_FEATURES, .asciz, "writable_page_tables|pae_pgdir_above_4gb")
	NOTE(XEN_ELFNOTE_SUPPORTED_FEATURES, .long, 1 << XENFEAT_dom0)
	NOTE(XEN_ELFNOTE_BSD_SYMTAB, .asciz, "no")

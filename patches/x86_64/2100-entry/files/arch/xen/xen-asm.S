/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen calls the kernel. Its frames have the processor's shape with
 * %rcx and %r11 below; each way in takes those off and goes on in entry.S,
 * which then finds what it would on a bare machine.
 */
#include <linux/linkage.h>
#include <asm/segment.h>
#include <asm/asm-offsets.h>
#include <xen/interface/xen.h>

	.code64
	.text

	.macro	take_registers
	movq	(%rsp),%rcx
	movq	8(%rsp),%r11
	addq	$16,%rsp
	.endm

	/* One way in for each vector, XEN_VECTOR_STUB bytes apart. */
	.balign	32
ENTRY(xen_vector_stubs)
	vector = 0
	.rept	IDT_ENTRIES
	.balign	32
	take_registers
	jmp	*xen_vector_handlers+vector*8(%rip)
	vector = vector + 1
	.endr

ENTRY(xen_hypervisor_callback)
	take_registers
	jmp	xen_hypervisor_interrupt

	/*
	 * Xen could not load a selector of the vCPU that goes on, and left 0
	 * in it; or, up to Xen 4.6, not return to the frame. The selectors that
	 * were wanted lie above %rcx and %r11. Where all of them are loaded,
	 * the frame itself is at fault.
	 */
	.macro	take_registers_and_selectors
	movq	(%rsp),%rcx
	movq	8(%rsp),%r11
	addq	$48,%rsp
	.endm

ENTRY(xen_failsafe_callback)
	movw	%ds,%cx
	cmpw	%cx,16(%rsp)
	jne	1f
	movw	%es,%cx
	cmpw	%cx,24(%rsp)
	jne	1f
	movw	%fs,%cx
	cmpw	%cx,32(%rsp)
	jne	1f
	movw	%gs,%cx
	cmpw	%cx,40(%rsp)
	jne	1f
	take_registers_and_selectors
	pushq	$0
	jmp	general_protection
1:	take_registers_and_selectors
	pushq	$0
	jmp	hypercall_page+__HYPERVISOR_iret*XEN_HYPERCALL_ENTRY_SIZE

	/* Makes Xen look at what is pending; no register changes. */
ENTRY(xen_force_evtchn_regs)
	pushq	%rax
	pushq	%rdi
	pushq	%rsi
	xorl	%edi,%edi		/* XENVER_version */
	xorl	%esi,%esi
	call	hypercall_page+__HYPERVISOR_xen_version*XEN_HYPERCALL_ENTRY_SIZE
	popq	%rsi
	popq	%rdi
	popq	%rax
	ret

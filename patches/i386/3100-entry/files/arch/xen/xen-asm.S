/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Xen calls the kernel and the processor would not.
 */
#include <linux/linkage.h>
#include <asm/segment.h>
#include <asm/asm-offsets.h>
#include <xen/interface/xen.h>

	.text

	/*
	 * Xen could not load a selector of the vCPU that goes on, and left 0
	 * in it; or, up to Xen 4.6, not return to the frame. The selectors that
	 * were wanted lie above the frame: ds, es, fs, gs. Where all of them
	 * are loaded, the frame itself is at fault.
	 */
ENTRY(xen_failsafe_callback)
	pushl	%eax
	movw	%ds,%ax
	cmpw	%ax,4(%esp)
	jne	1f
	movw	%es,%ax
	cmpw	%ax,8(%esp)
	jne	1f
	movw	%fs,%ax
	cmpw	%ax,12(%esp)
	jne	1f
	movw	%gs,%ax
	cmpw	%ax,16(%esp)
	jne	1f
	popl	%eax
	addl	$16,%esp
	pushl	$0
	jmp	general_protection
1:	popl	%eax
	addl	$16,%esp
	jmp	hypercall_page+__HYPERVISOR_iret*XEN_HYPERCALL_ENTRY_SIZE

	/* Makes Xen look at what is pending; no register changes. */
ENTRY(xen_force_evtchn_regs)
	pushl	%eax
	pushl	%ecx
	pushl	%ebx
	xorl	%ebx,%ebx		/* XENVER_version */
	xorl	%ecx,%ecx
	call	hypercall_page+__HYPERVISOR_xen_version*XEN_HYPERCALL_ENTRY_SIZE
	popl	%ebx
	popl	%ecx
	popl	%eax
	ret

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The current process and its like are in the PDA, to which a segment register
 * points: %gs in 2.6.20, %fs in 2.6.21. The register needs a descriptor before
 * anybody asks. cpu_init() makes a GDT and a PDA of the processor's own; until
 * then the first vCPU has a page of the image (xen-head.S), which is read-only
 * from here on.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <asm/desc.h>
#include <asm/pda.h>
#include <asm/segment.h>
#include <asm/system.h>
#include <asm/xen/hypervisor.h>

#include "mmu.h"

/* Present, writable data */
#define PDA_TYPE	(0x80 | DESCTYPE_S | 0x2)

extern struct i386_pda boot_pda;
extern struct desc_struct xen_boot_gdt[];

/* xen-head.S calls it first. */
asmlinkage void __init xen_setup_pda(struct start_info *si)
{
	struct desc_struct *pda = &xen_boot_gdt[GDT_ENTRY_PDA];
	struct Xgt_desc_struct gdt = {
		.size = GDT_SIZE - 1,
		.address = (unsigned long)xen_boot_gdt
	};

	xen_start_info = si;
	xen_setup_p2m();

	memcpy(xen_boot_gdt, cpu_gdt_table, GDT_SIZE);
	pack_descriptor((u32 *)&pda->a, (u32 *)&pda->b,
			(unsigned long)&boot_pda, sizeof(boot_pda) - 1,
			PDA_TYPE, 0);
	xen_load_gdt(&gdt);
	loadsegment(fs, __KERNEL_PDA);
	loadsegment(gs, __KERNEL_PDA);
}

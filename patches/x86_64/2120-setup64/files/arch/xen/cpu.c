/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Descriptors, segment bases and the processor's other state that only Xen
 * may set.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>

#include <asm/desc.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/xen/hypervisor.h>

/* Hypercalls are inline, in modules too. */
extern char hypercall_page[];
EXPORT_SYMBOL(hypercall_page);

void __init xen_init_assists(void)
{
	struct physdev_set_iopl iopl = { .iopl = 1 };

	HYPERVISOR_vm_assist(VMASST_CMD_enable,
			     VMASST_TYPE_writable_pagetables);
	/* Port accesses without a device read all ones rather than fault. */
	HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &iopl);
}

void xen_load_gdt(void)
{
	unsigned long frame = xen_virt_to_mfn(cpu_gdt_table);

	if (HYPERVISOR_set_gdt(&frame, GDT_ENTRIES))
		BUG();
}

void xen_write_gdt_entry(int entry, u64 desc)
{
	u64 *slot = (u64 *)cpu_gdt_table + entry;

	if (*slot == desc)
		return;
	if (HYPERVISOR_update_descriptor(xen_virt_to_machine(slot), desc))
		BUG();
}

void load_gs_index(unsigned selector)
{
	if (HYPERVISOR_set_segment_base(SEGBASE_GS_USER_SEL, selector))
		HYPERVISOR_set_segment_base(SEGBASE_GS_USER_SEL, 0);
}

void xen_load_sp0(unsigned long sp0)
{
	HYPERVISOR_stack_switch(FLAT_KERNEL_SS, sp0);
}

void xen_fpu_taskswitch(int set)
{
	HYPERVISOR_fpu_taskswitch(set);
}
EXPORT_SYMBOL(xen_fpu_taskswitch);

void xen_set_fs_base(unsigned long base)
{
	HYPERVISOR_set_segment_base(SEGBASE_FS, base);
}

void xen_set_user_gs_base(unsigned long base)
{
	HYPERVISOR_set_segment_base(SEGBASE_GS_USER, base);
}

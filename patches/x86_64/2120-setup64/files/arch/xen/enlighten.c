/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's start under Xen, and the processor's state that only Xen may
 * set.
 *
 * Xen enters xen-head.S with start_info, upcalls masked, on the loader's page
 * tables and without a GDT of the kernel's. xen_start_kernel() brings that
 * into the state in which start_kernel() expects a processor: frames can be
 * translated, the shared page and the PDA are in place, the kernel is on its
 * own root, and the boot parameters are as a boot loader would have left
 * them.
 *
 * GDT, kernel stack, segment bases and debug registers are a vCPU's, and the
 * functions here change those of the vCPU that they run on: callers have
 * preemption off. Xen keeps the GDT's pages
 * read-only; each entry is checked when it is written.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>

#include <asm/desc.h>
#include <asm/page.h>
#include <asm/pda.h>
#include <asm/processor.h>
#include <asm/proto.h>
#include <asm/xen/hypervisor.h>
#include <xen/compat.h>
#include <xen/features.h>
#include <xen/hvc-console.h>

struct start_info *xen_start_info;
EXPORT_SYMBOL(xen_start_info);

/* Hypercalls are inline, in modules too. */
EXPORT_SYMBOL(hypercall_page);

static void __init xen_setup_pda(void)
{
	int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		cpu_pda(cpu) = &boot_cpu_pda[cpu];
	pda_init(0);
}

asmlinkage void __init xen_start_kernel(struct start_info *si)
{
	xen_start_info = si;
	xen_setup_p2m();
	xen_setup_shared_info();
	xen_setup_pda();
	xen_smp_setup_vcpu(0);
	xen_fill_possible_map();

	lockdep_init();
	xen_console_init_early();
	xen_setup_features();
	xen_setup_vm_assist();
	xen_setup_kernel_pagetable();
	xen_memory_setup(si);

	start_kernel();
}

/* Port accesses without a device read all ones rather than fault. */
static inline void xen_set_kernel_iopl(void)
{
	struct physdev_set_iopl iopl = { .iopl = 1 };

	HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &iopl);
}

void __init xen_setup_vm_assist(void)
{
	HYPERVISOR_vm_assist(VMASST_CMD_enable,
			     VMASST_TYPE_writable_pagetables);
	xen_set_kernel_iopl();
}

void xen_load_gdt(unsigned int cpu)
{
	unsigned long frame = virt_to_mfn(cpu_gdt(cpu));

	xen_check(HYPERVISOR_set_gdt(&frame, GDT_ENTRIES), "set_gdt", frame,
		  GDT_ENTRIES, cpu);
}

void xen_write_gdt_entry(unsigned int cpu, int entry, u64 desc)
{
	u64 *slot = (u64 *)cpu_gdt(cpu) + entry;

	if (*slot == desc)
		return;
	xen_check(HYPERVISOR_update_descriptor(virt_to_machine(slot), desc),
		  "update_descriptor", (unsigned long)slot, desc, cpu);
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

void xen_set_fs_base(unsigned long base)
{
	HYPERVISOR_set_segment_base(SEGBASE_FS, base);
}

void xen_set_user_gs_base(unsigned long base)
{
	HYPERVISOR_set_segment_base(SEGBASE_GS_USER, base);
}

void xen_set_debugreg(int reg, unsigned long value)
{
	HYPERVISOR_set_debugreg(reg, value);
}

unsigned long xen_get_debugreg(int reg)
{
	return HYPERVISOR_get_debugreg(reg);
}

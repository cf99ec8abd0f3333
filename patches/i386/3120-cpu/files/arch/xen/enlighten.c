/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's start under Xen, and the processor's state that only Xen may
 * set.
 *
 * Xen enters xen-head.S with start_info, upcalls masked, on the loader's page
 * tables and without a GDT of the kernel's. xen_start_kernel() brings that
 * into the state in which start_kernel() expects a processor: frames can be
 * translated, the shared page is in place, the kernel is on its own root, and
 * the boot parameters are as a boot loader would have left them.
 *
 * The kernel runs in ring 1. Until cpu_init() loads its GDT it uses Xen's flat
 * segments of that ring, afterwards its own of the same shape, to which Xen
 * gives the privilege level. There are no limits to keep users out of Xen: a
 * 64-bit Xen needs none, and takes segments of 4 GiB as they are.
 *
 * GDT, kernel stack, the task-switched flag and debug registers are a vCPU's,
 * and the functions here change those of the vCPU that they run on: callers
 * have preemption off. Xen keeps the GDT's page read-only; each entry is
 * checked when it is written.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>

#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/processor.h>
#include <asm/xen/hypervisor.h>
#include <xen/compat.h>
#include <xen/features.h>
#include <xen/hvc-console.h>

#include "mmu.h"

extern asmlinkage void start_kernel(void);

struct start_info *xen_start_info;
EXPORT_SYMBOL(xen_start_info);

/* Hypercalls are inline, in modules too. */
EXPORT_SYMBOL(hypercall_page);

/*
 * What the processor has and a guest does not: large and global pages, ways
 * into the kernel and waiting that fault, the machine's errors and caches.
 */
void xen_clear_features(unsigned long *capability)
{
	static const int missing[] = {
		X86_FEATURE_VME, X86_FEATURE_PSE, X86_FEATURE_MCE,
		X86_FEATURE_APIC, X86_FEATURE_SEP, X86_FEATURE_MTRR,
		X86_FEATURE_PGE, X86_FEATURE_MCA, X86_FEATURE_PSE36,
		X86_FEATURE_ACPI, X86_FEATURE_ACC, X86_FEATURE_MWAIT,
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(missing); i++)
		clear_bit(missing[i], capability);
}

/* What head.S of a bare machine notes before there is a console */
static void __init xen_detect_processor(void)
{
	unsigned int eax, ebx, ecx, edx;

	cpuid(0, &eax, &ebx, &ecx, &edx);
	new_cpu_data.cpuid_level = eax;
	memcpy(new_cpu_data.x86_vendor_id, &ebx, 4);
	memcpy(new_cpu_data.x86_vendor_id + 4, &edx, 4);
	memcpy(new_cpu_data.x86_vendor_id + 8, &ecx, 4);

	cpuid(1, &eax, &ebx, &ecx, &edx);
	new_cpu_data.x86 = eax >> 8 & 0xf;
	new_cpu_data.x86_model = eax >> 4 & 0xf;
	new_cpu_data.x86_mask = eax & 0xf;
	new_cpu_data.x86_capability[0] = edx;
	xen_clear_features(new_cpu_data.x86_capability);
	new_cpu_data.hard_math = 1;
	new_cpu_data.wp_works_ok = 1;
}

/* Port accesses without a device read all ones rather than fault. */
static void __init xen_setup_ports(void)
{
	struct physdev_set_iopl iopl = { .iopl = 1 };

	HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &iopl);
}

asmlinkage void __init xen_start_kernel(struct start_info *si)
{
	xen_start_info = si;
	xen_setup_p2m();
	xen_setup_shared_info();

	lockdep_init();
	xen_console_init_early();
	xen_setup_features();
	HYPERVISOR_vm_assist(VMASST_CMD_enable,
			     VMASST_TYPE_writable_pagetables);
	xen_setup_ports();
	xen_setup_kernel_pagetable();
	xen_detect_processor();
	xen_memory_setup(si);

	start_kernel();
}

void xen_load_gdt(struct Xgt_desc_struct *gdt)
{
	unsigned long frame = virt_to_mfn((void *)gdt->address);
	unsigned int entries = (gdt->size + 1) / 8;

	xen_set_va_mapping(gdt->address,
			   kernel_entry(virt_to_pfn((void *)gdt->address),
					__PAGE_KERNEL_RO));
	xen_check(HYPERVISOR_set_gdt(&frame, entries), "set_gdt", frame,
		  entries, gdt->address);
}

void xen_write_gdt_entry(unsigned int cpu, int entry,
			 const struct desc_struct *desc)
{
	struct desc_struct *slot = get_cpu_gdt_table(cpu) + entry;

	if (slot->a == desc->a && slot->b == desc->b)
		return;
	xen_check(HYPERVISOR_update_descriptor(virt_to_machine(slot),
					       (u64)desc->b << 32 | desc->a),
		  "update_descriptor", (unsigned long)slot, desc->a, desc->b);
}

void xen_load_esp0(unsigned long esp0)
{
	HYPERVISOR_stack_switch(__KERNEL_DS, esp0);
}

void xen_fpu_taskswitch(int set)
{
	HYPERVISOR_fpu_taskswitch(set);
}
EXPORT_SYMBOL(xen_fpu_taskswitch);

void xen_set_debugreg(int reg, unsigned long value)
{
	HYPERVISOR_set_debugreg(reg, value);
}

unsigned long xen_get_debugreg(int reg)
{
	return HYPERVISOR_get_debugreg(reg);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's trap table and callbacks.
 *
 * The kernel fills in an IDT as on a bare machine, and Xen's trap table is made
 * from it: Xen's frames have the processor's shape, so that each vector enters
 * at the handler that the kernel gave. Upcalls are masked on the way in where
 * the gate is an interrupt's. Double faults are Xen's, and the task gate for
 * them is left out. Table and callbacks are a vCPU's own: each loads them in
 * cpu_init(), on itself.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <asm/desc.h>
#include <asm/segment.h>
#include <asm/xen/hypervisor.h>

/*
 * trap_info.flags, of which arch-x86/xen.h has no names: bits 0 and 1 say who
 * may call it by int n, bit 2 masks upcalls on entry.
 */
#define TRAP_MASK_EVENTS	4

/* The upper word of a gate: present, who may call it, its type */
#define GATE_PRESENT(b)		((b) & 0x8000)
#define GATE_DPL(b)		((b) >> 13 & 3)
#define GATE_TYPE(b)		((b) >> 8 & 0x1f)
#define INTERRUPT_GATE		14
#define TRAP_GATE		15

extern struct desc_struct idt_table[];
extern char xen_hypervisor_callback[], xen_failsafe_callback[];

static int fill_trap(struct trap_info *trap, int vector,
		     const struct desc_struct *gate)
{
	int type = GATE_TYPE(gate->b);

	if (!GATE_PRESENT(gate->b) ||
	    (type != INTERRUPT_GATE && type != TRAP_GATE))
		return 0;
	trap->vector = vector;
	trap->flags = GATE_DPL(gate->b) |
		(type == INTERRUPT_GATE ? TRAP_MASK_EVENTS : 0);
	trap->cs = gate->a >> 16;
	trap->address = (gate->b & 0xffff0000) | (gate->a & 0xffff);
	return 1;
}

static void set_callback(int type, int flags, char *address)
{
	struct callback_register callback;

	callback.type = type;
	callback.flags = flags;
	callback.address.cs = __KERNEL_CS;
	callback.address.eip = (unsigned long)address;
	xen_check(HYPERVISOR_callback_op(CALLBACKOP_register, &callback),
		  "callback_op", type, flags, (unsigned long)address);
}

void xen_load_idt(void)
{
	static struct trap_info table[IDT_ENTRIES + 1];
	struct trap_info *trap = table;
	int i;

	for (i = 0; i < IDT_ENTRIES; i++)
		trap += fill_trap(trap, i, &idt_table[i]);
	memset(trap, 0, sizeof(*trap));
	xen_check(HYPERVISOR_set_trap_table(table), "set_trap_table",
		  (unsigned long)table, trap - table, 0);
	set_callback(CALLBACKTYPE_event, 0, xen_hypervisor_callback);
	set_callback(CALLBACKTYPE_failsafe, CALLBACKF_mask_events,
		     xen_failsafe_callback);
}

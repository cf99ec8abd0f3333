/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen's trap table and callbacks.
 *
 * The kernel fills in an IDT as on a bare machine. From it comes Xen's trap
 * table: each vector enters by a stub of its own in xen-asm.S, which brings
 * Xen's frame into the processor's shape and goes on to the handler that the
 * kernel gave. So handlers change where the kernel changes them, and Xen's
 * table is rebuilt each time. Xen masks upcalls on each way in, as an interrupt
 * gate does, but not for system calls: those are on the kernel stack from the
 * start, and entry.S takes their frame as it is. Each vCPU has its own table
 * and callbacks, and loads them in cpu_init().
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <asm/desc.h>
#include <asm/proto.h>
#include <asm/segment.h>
#include <asm/xen/hypervisor.h>

/* xen-asm.S: distance from one vector's way in to the next one's */
#define STUB_SIZE	32

/*
 * trap_info.flags, of which arch-x86/xen.h has no names: bits 0 and 1 say who
 * may call it by int n, bit 2 masks upcalls on entry.
 */
#define TRAP_DPL	3
#define TRAP_MASK_EVENTS	4

extern char xen_vector_stubs[];
extern char xen_hypervisor_callback[], xen_failsafe_callback[];

unsigned long xen_vector_handlers[IDT_ENTRIES];

static unsigned long gate_handler(const struct gate_struct *gate)
{
	return gate->offset_low | (unsigned long)gate->offset_middle << 16 |
		(unsigned long)gate->offset_high << 32;
}

void xen_load_idt(void)
{
	static struct trap_info table[IDT_ENTRIES + 1];
	struct trap_info *trap = table;
	int i;

	for (i = 0; i < IDT_ENTRIES; i++) {
		const struct gate_struct *gate = &idt_table[i];

		if (!gate->p)
			continue;
		xen_vector_handlers[i] = gate_handler(gate);
		trap->vector = i;
		trap->flags = (gate->dpl & TRAP_DPL) | TRAP_MASK_EVENTS;
		trap->cs = FLAT_KERNEL_CS;
		trap->address = (unsigned long)xen_vector_stubs + i * STUB_SIZE;
		trap++;
	}
	memset(trap, 0, sizeof(*trap));
	xen_check(HYPERVISOR_set_trap_table(table), "set_trap_table",
		  (unsigned long)table, trap - table, 0);
}

static void set_callback(int type, int flags, char *address)
{
	struct callback_register callback;

	callback.type = type;
	callback.flags = flags;
	callback.address = (unsigned long)address;
	xen_check(HYPERVISOR_callback_op(CALLBACKOP_register, &callback),
		  "callback_op", type, flags, callback.address);
}

void xen_enable_callbacks(void)
{
	set_callback(CALLBACKTYPE_event, 0, xen_hypervisor_callback);
	set_callback(CALLBACKTYPE_failsafe, CALLBACKF_mask_events,
		     xen_failsafe_callback);
	set_callback(CALLBACKTYPE_syscall, 0, (char *)system_call);
}

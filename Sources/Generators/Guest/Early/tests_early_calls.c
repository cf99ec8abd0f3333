/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The other hypercalls.
 */
#include "guest.h"

FRAME_WINDOW(descriptors);

/* What Xen keeps is not for a guest's stack. */
#define RING_0_DATA 0x810

static void test_multicall(void)
{
	struct multicall_entry calls[2] = { { .op = 0 } };
	long error;

	MULTI_xen_version(&calls[0], 0);
	MULTI_xen_version(&calls[1], 1);
	error = HYPERVISOR_multicall(calls, 2);
	/* The result replaces the sixth argument. */
	tap(error == 0 && (long)calls[0].args[5] == HYPERVISOR_xen_version(0) &&
	    (long)calls[1].args[5] == -XEN_ENOSYS,
	    "multicall: %ld, results %lx and %ld", error, calls[0].args[5], (long)calls[1].args[5]);
}

static void test_nested_multicall(void)
{
	struct multicall_entry inner = { .op = __HYPERVISOR_xen_version }, outer;
	long error;

	MULTI_xen_version(&outer, 0);
	outer.op = __HYPERVISOR_multicall;
	outer.args[0] = (unsigned long)&inner;
	outer.args[1] = 1;
	error = HYPERVISOR_multicall(&outer, 1);
	tap(error == 0 && (long)outer.args[5] == -XEN_EINVAL, "a multicall in a multicall: %ld",
	    (long)outer.args[5]);
}

static void test_missing(void)
{
	struct multicall_entry missing = { .op = 40 };
	long error = HYPERVISOR_multicall(&missing, 1);

	tap(error == 0 && (long)missing.args[5] == -XEN_ENOSYS, "hypercall 40: %ld",
	    (long)missing.args[5]);
}

/* Xen 2.0.2 and later have nothing behind it. */
static void test_grants(void)
{
	long error = HYPERVISOR_grant_table_op(GNTTABOP_setup_table, NULL, 0);

	tap(error == -XEN_ENOSYS, "grant_table_op: %ld", error);
}

static void test_dom0_op(void)
{
	static char request[PAGE_SIZE];
	long error = HYPERVISOR_dom0_op(request);

	tap(error == (is_initial_domain() ? -XEN_EACCES : -XEN_EPERM), "dom0_op: %ld", error);
}

static void test_console_io(void)
{
	long count = HYPERVISOR_console_io(CONSOLEIO_write, 2, "# ");
	long error = HYPERVISOR_console_io(60, 0, NULL);

	if (is_initial_domain())
		print("written by console_io\n");
	tap(is_initial_domain() ? count == 2 && error == -XEN_ENOSYS
				: count == -XEN_EPERM && error == -XEN_EPERM,
	    "console_io: %ld, unknown: %ld", count, error);
}

static void test_stack_switch(void)
{
	static char stack[256];
	long error = HYPERVISOR_stack_switch(FLAT_GUESTOS_DS, (unsigned long)(stack + sizeof(stack)));
	long refused = HYPERVISOR_stack_switch(RING_0_DATA, 0);

	tap(error == 0 && refused == -XEN_EPERM, "stack_switch: %ld, of ring 0: %ld", error, refused);
}

static void test_debug_registers(void)
{
	long error = HYPERVISOR_set_debugreg(0, 0x1000);
	long refused = HYPERVISOR_set_debugreg(0, HYPERVISOR_VIRT_START + 0x1000);

	tap(error == 0 && HYPERVISOR_get_debugreg(0) == 0x1000 && refused == -XEN_EPERM,
	    "set_debugreg: %ld, with an address of Xen's: %ld", error, refused);
	HYPERVISOR_set_debugreg(0, 0);
}

static void test_descriptors(void)
{
	unsigned long frame = frame_of(descriptors), place = frame << PAGE_SHIFT | 8;
	/* Flat data of ring 1. */
	unsigned long low = 0x0000ffff, high = 0x00cbb200;
	long few, error, update;

	map_frame(descriptors, frame, 0);
	few = HYPERVISOR_set_gdt(&frame, FIRST_RESERVED_GDT_ENTRY);
	error = HYPERVISOR_set_gdt(&frame, LAST_RESERVED_GDT_ENTRY + 1);
	update = HYPERVISOR_update_descriptor(place, low, high);
	/* The guest's own segments are still there, and so is Xen's way back. */
	__asm__ volatile("movl %0, %%es" : : "r" (FLAT_GUESTOS_DS));
	tap(few == -XEN_EINVAL && error == 0 && update == 0 &&
	    *(volatile unsigned long *)(descriptors + 8) == low,
	    "set_gdt: %ld, without room for Xen's entries: %ld, update_descriptor: %ld", error, few,
	    update);
}

static void test_assists(void)
{
	long disabled = HYPERVISOR_vm_assist(VMASST_CMD_disable, VMASST_TYPE_writable_pagetables);
	long unknown = HYPERVISOR_vm_assist(VMASST_CMD_enable, MAX_VMASST_TYPE + 1);

	tap(disabled == 0 && unknown == -XEN_EINVAL, "vm_assist: %ld, unknown: %ld", disabled, unknown);
}

static void test_bad_address(void)
{
	long error = HYPERVISOR_event_channel_op((struct evtchn_op *)0x1000);

	tap(error == -XEN_EFAULT, "an argument where nothing is mapped: %ld", error);
}

test_function *const call_tests[] = {
	test_multicall, test_nested_multicall, test_missing, test_grants, test_dom0_op,
	test_console_io, test_stack_switch, test_debug_registers, test_descriptors, test_assists,
	test_bad_address, NULL,
};

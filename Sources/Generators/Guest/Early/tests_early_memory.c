/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables and memory.
 */
#include "guest.h"

FRAME_WINDOW(window);
FRAME_WINDOW(page);
FRAME_WINDOW(table);

#define RIGHTS (PTE_PRESENT | PTE_ACCESSED | PTE_DIRTY)

/* One request of mmu_update; the result, and how many were done. */
static long update(unsigned long pointer, unsigned long value, int *done)
{
	struct mmu_update request = { pointer, value };

	*done = -1;
	return HYPERVISOR_mmu_update(&request, 1, done);
}

static long extended(unsigned int command, unsigned long pointer)
{
	int done;

	return update(pointer | MMU_EXTENDED_COMMAND, command, &done);
}

static unsigned long machine(const void *of)
{
	return frame_of(of) << PAGE_SHIFT;
}

static void test_update_va_mapping(void)
{
	volatile char *seen = window, *own = page;
	long error = map_frame(window, frame_of(page), PTE_WRITABLE);

	*seen = 0x5a;
	tap(error == 0 && *own == 0x5a, "update_va_mapping by the page's number: %ld", error);
}

static void test_writable_table(void)
{
	long error = map_frame(window, frame_of((void *)start_info->pt_base), PTE_WRITABLE);

	tap(error == -XEN_EINVAL, "update_va_mapping refuses a writable page table: %ld", error);
}

static void test_foreign_frame(void)
{
	long error = map_frame(window, 0xffffe, 0);

	tap(is_initial_domain() ? error == 0 : error == -XEN_EINVAL,
	    "update_va_mapping of a frame that is no memory: %ld", error);
	map_frame(window, frame_of(page), 0);
}

static void test_xens_addresses(void)
{
	long error = HYPERVISOR_update_va_mapping(HYPERVISOR_VIRT_START >> PAGE_SHIFT, 0, 0);

	tap(error == -XEN_EINVAL, "update_va_mapping refuses Xen's addresses: %ld", error);
}

static void test_mmu_update(void)
{
	int done;
	long error = update(entry_address(window) | MMU_NORMAL_PT_UPDATE, machine(page) | RIGHTS |
			    PTE_WRITABLE, &done);

	tap(error == 0 && done == 1 && *table_entry(window) >> PAGE_SHIFT == frame_of(page),
	    "mmu_update: %ld, %d done", error, done);
}

static void test_refused_update(void)
{
	int done;
	long error = update(entry_address(window) | MMU_NORMAL_PT_UPDATE,
			    machine((void *)start_info->pt_base) | RIGHTS | PTE_WRITABLE, &done);

	tap(error == -XEN_EINVAL && done == 0, "mmu_update of what is not allowed: %ld, %d done",
	    error, done);
}

static void test_machphys(void)
{
	const volatile unsigned long *pages = (const unsigned long *)HYPERVISOR_VIRT_START;
	unsigned long frame = frame_of(page), before = pages[frame];
	int done;
	long error = update(machine(page) | MMU_MACHPHYS_UPDATE, 0x1234, &done);
	unsigned long after = pages[frame];

	update(machine(page) | MMU_MACHPHYS_UPDATE, before, &done);
	tap(error == 0 && after == 0x1234 && pages[frame] == before,
	    "MMU_MACHPHYS_UPDATE: %ld", error);
}

static void test_pins(void)
{
	long hidden = map_frame(table, frame_of(table), 0);
	long first = extended(MMUEXT_PIN_L1_TABLE, machine(table));
	long second = extended(MMUEXT_PIN_L1_TABLE, machine(table));
	long writable = map_frame(table, frame_of(table), PTE_WRITABLE);
	long unpinned = extended(MMUEXT_UNPIN_TABLE, machine(table));
	long again = extended(MMUEXT_UNPIN_TABLE, machine(table));

	map_frame(table, frame_of(table), PTE_WRITABLE);
	tap(hidden == 0 && first == 0 && second == -XEN_EINVAL && writable == -XEN_EINVAL &&
	    unpinned == 0 && again == -XEN_EINVAL,
	    "a pin: %ld, again: %ld, writable: %ld, unpin: %ld, again: %ld", first, second, writable,
	    unpinned, again);
}

static void test_flushes(void)
{
	long all = extended(MMUEXT_TLB_FLUSH, 0);
	long one = extended(MMUEXT_INVLPG, (unsigned long)window);
	long base = extended(MMUEXT_NEW_BASEPTR, machine((void *)start_info->pt_base));

	tap(all == 0 && one == 0 && base == 0,
	    "MMUEXT_TLB_FLUSH: %ld, MMUEXT_INVLPG: %ld, MMUEXT_NEW_BASEPTR: %ld", all, one, base);
}

static void test_unknown_command(void)
{
	long error = extended(MMUEXT_CMD_MASK, 0), level = extended(MMUEXT_PIN_L3_TABLE, machine(table));

	tap(error == -XEN_EINVAL && level == -XEN_EINVAL,
	    "mmu_update refuses unknown commands: %ld, and levels that are not there: %ld", error, level);
}

static void test_unmapped(void)
{
	long error = HYPERVISOR_update_va_mapping((unsigned long)window >> PAGE_SHIFT, 0, UVMF_INVLPG);

	tap(error == 0 && faults(window), "a page that is unmapped: %ld, fault at %lx", error,
	    fault_address);
	map_frame(window, frame_of(page), PTE_WRITABLE);
}

/* Plain writes to a page table, which Xen checks. */
static void test_writable_page_tables(void)
{
	volatile unsigned long *entry = table_entry(window);
	long error = HYPERVISOR_vm_assist(VMASST_CMD_enable, VMASST_TYPE_writable_pagetables);

	*entry = machine(table) | RIGHTS | PTE_WRITABLE;
	extended(MMUEXT_INVLPG, (unsigned long)window);
	table[5] = 0x77;
	tap(error == 0 && ((volatile char *)window)[5] == 0x77, "writable page tables: %ld", error);
	*entry = machine(page) | RIGHTS | PTE_WRITABLE;
	extended(MMUEXT_INVLPG, (unsigned long)window);
}

static void test_reservation(void)
{
	unsigned long frame = frame_of(table);
	unsigned long *frames = (unsigned long *)start_info->mfn_list;
	long inUse = HYPERVISOR_dom_mem_op(MEMOP_decrease_reservation, &frame, 1, 0, DOMID_SELF);
	long given, taken, error;
	int done;

	HYPERVISOR_update_va_mapping((unsigned long)table >> PAGE_SHIFT, 0, UVMF_INVLPG);
	given = HYPERVISOR_dom_mem_op(MEMOP_decrease_reservation, &frame, 1, 0, DOMID_SELF);
	taken = HYPERVISOR_dom_mem_op(MEMOP_increase_reservation, &frame, 1, 0, DOMID_SELF);
	frames[((unsigned long)table - (unsigned long)virt_base) >> PAGE_SHIFT] = frame;
	update(frame << PAGE_SHIFT | MMU_MACHPHYS_UPDATE,
	       ((unsigned long)table - (unsigned long)virt_base) >> PAGE_SHIFT, &done);
	error = map_frame(table, frame, PTE_WRITABLE);
	table[0] = 1;
	tap(inUse >= 0 && given == 1 && taken == 1 && error == 0,
	    "a page is given back: %ld, taken: %ld, mapped: %ld", given, taken, error);
}

test_function *const memory_tests[] = {
	test_update_va_mapping, test_writable_table, test_foreign_frame, test_xens_addresses,
	test_mmu_update, test_refused_update, test_machphys, test_pins, test_flushes,
	test_unknown_command, test_unmapped, test_writable_page_tables, test_reservation, NULL,
};

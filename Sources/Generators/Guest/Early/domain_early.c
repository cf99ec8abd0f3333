/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A domain of Xen 2.0: its memory, its time, and giving the processor away.
 */
#include "guest.h"

struct start_info *start_info;

FRAME_WINDOW(shared_info_window);

#define MAPPED_BY_TABLE (1UL << 22)

/* Puts a machine frame behind a page's address; 0 or a negative error number. */
long map_frame(void *window, unsigned long frame, unsigned int rights)
{
	unsigned long entry = frame << PAGE_SHIFT | rights | PTE_PRESENT | PTE_ACCESSED | PTE_DIRTY;

	return HYPERVISOR_update_va_mapping((unsigned long)window >> PAGE_SHIFT, entry, UVMF_INVLPG);
}

int domain_open(void *start)
{
	start_info = start;
	shared_info = (struct shared_info *)shared_info_window;
	return (int)map_frame(shared_info_window, start_info->shared_info >> PAGE_SHIFT, PTE_WRITABLE);
}

int is_initial_domain(void)
{
	return (start_info->flags & SIF_INITDOMAIN) != 0;
}

/* The machine frame behind a page of the guest's own, from the domain's list. */
unsigned long frame_of(const void *page)
{
	const unsigned long *frames = (const unsigned long *)start_info->mfn_list;

	return frames[((unsigned long)page - (unsigned long)virt_base) >> PAGE_SHIFT];
}

/* The entry for a page in the table that the builder made, which is mapped read-only. */
unsigned long *table_entry(const void *page)
{
	unsigned long address = (unsigned long)page;
	unsigned long number = address / MAPPED_BY_TABLE - (unsigned long)virt_base / MAPPED_BY_TABLE;
	unsigned long *table = (unsigned long *)(start_info->pt_base + (1 + number) * PAGE_SIZE);

	return &table[address % MAPPED_BY_TABLE / PAGE_SIZE];
}

/* Its address in the machine. */
unsigned long entry_address(const void *page)
{
	unsigned long entry = (unsigned long)table_entry(page);

	return frame_of((void *)entry) << PAGE_SHIFT | entry % PAGE_SIZE;
}

void allow_events(int allowed)
{
	volatile uint8_t *mask = &shared_info->vcpu_data[0].evtchn_upcall_mask;

	*mask = !allowed;
	barrier();
}

long yield(void)
{
	return HYPERVISOR_sched_op(SCHEDOP_yield);
}

void shut_down(unsigned int reason)
{
	for (;;)
		HYPERVISOR_sched_op(SCHEDOP_shutdown | (unsigned long)reason << SCHEDOP_reasonshift);
}

/* Nanoseconds since Xen started, when it last told them. */
uint64_t system_time(void)
{
	volatile struct shared_info *info = shared_info;
	uint64_t now;
	uint32_t version;

	do {
		version = info->time_version2;
		barrier();
		now = info->system_time;
		barrier();
	} while (version != info->time_version1);
	return now;
}

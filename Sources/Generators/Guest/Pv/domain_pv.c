/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A paravirtualized domain: Xen keeps the page tables and enters the guest by callbacks.
 */
#include "answers.h"
#include "pv.h"

struct start_info *start_info;

FRAME_WINDOW(shared_info_window);
FRAME_WINDOW(ring_window);
FRAME_WINDOW(store_window);
FRAME_WINDOW(grant_window);

/*
 * Puts a machine frame behind a page's address; 0 or a negative error number. Not inline, where
 * compilers would have it share constants with a call before it, in registers of arguments.
 */
static __attribute__((noinline)) int map_frame(void *window, unsigned long frame)
{
	uint64_t entry = (uint64_t)frame << PAGE_SHIFT | PTE_PRESENT | PTE_WRITABLE |
			 PTE_ACCESSED | PTE_DIRTY;

	return (int)HYPERVISOR_update_va_mapping((unsigned long)window, entry, UVMF_INVLPG);
}

int domain_open(void *start)
{
	start_info = start;
	shared_info = (struct shared_info *)shared_info_window;
	return map_frame(shared_info_window, start_info->shared_info >> PAGE_SHIFT);
}

int is_initial_domain(void)
{
	return (start_info->flags & SIF_INITDOMAIN) != 0;
}

/*
 * Whether this Xen is nothing but a PV shim. The call that those lack is made past the wrapper, lest a
 * fault there pass for a shim; a Xen that is older than all shims may lack it too.
 */
int is_on_shim(void)
{
	struct multicall_entry missing = { .op = never_on_shim };

	return HYPERVISOR_xen_version(XENVER_version, NULL) >= first_with_shim &&
	    HYPERVISOR_multicall(&missing, 1) == 0 && (long)missing.result == -XEN_ENOSYS;
}

int console_place(struct xencons_interface **ring, evtchn_port_t *port)
{
	*ring = (struct xencons_interface *)ring_window;
	*port = CONSOLE(evtchn);
	return map_frame(ring_window, CONSOLE(mfn));
}

int store_place(struct xenstore_domain_interface **ring, evtchn_port_t *port)
{
	*ring = (struct xenstore_domain_interface *)store_window;
	*port = start_info->store_evtchn;
	return map_frame(store_window, start_info->store_mfn);
}

/* What Xen and other domains know a page by: the machine frame behind it, from the domain's list. */
unsigned long frame_of(const void *page)
{
	extern char virt_base[];
	const unsigned long *frames = (const unsigned long *)start_info->mfn_list;

	return frames[((unsigned long)page - (unsigned long)virt_base) >> PAGE_SHIFT];
}

/* Where the table's first frame is; NULL without it. */
void *grant_table_place(void)
{
	unsigned long frame = 0;
	struct gnttab_setup_table setup = { .dom = DOMID_SELF, .nr_frames = 1 };

	set_xen_guest_handle(setup.frame_list, &frame);
	if (HYPERVISOR_grant_table_op(GNTTABOP_setup_table, &setup, 1) != 0 ||
	    setup.status != GNTST_okay || map_frame(grant_window, frame) != 0)
		return NULL;
	return grant_window;
}

#ifdef VGCF_in_kernel
#define IN_KERNEL VGCF_in_kernel
#else
#define IN_KERNEL VGCF_IN_KERNEL /* before 3.0.3 */
#endif

/* It runs on the page tables of the first. */
long initialise_vcpu(unsigned int vcpu, void (*entry)(void), void *stack_end)
{
	static struct vcpu_guest_context context;

	context.flags = IN_KERNEL;
	context.user_regs.eip = (unsigned long)entry;
	/* As if it had been called. */
	context.user_regs.esp = (unsigned long)stack_end - sizeof(long);
	context.user_regs.cs = FLAT_KERNEL_CS;
	context.user_regs.ds = context.user_regs.es = FLAT_KERNEL_DS;
	context.user_regs.ss = FLAT_KERNEL_SS;
	context.kernel_ss = FLAT_KERNEL_SS;
	context.kernel_sp = (unsigned long)stack_end;
	context.ctrlreg[3] = xen_pfn_to_cr3(frame_of((void *)start_info->pt_base));
	return HYPERVISOR_vcpu_op(VCPUOP_initialise, vcpu, &context);
}

/*
 * The toolstack sets a map for every domain that it builds; nobody does for the first, nor for one
 * that the shim builds.
 */
int has_memory_map(void)
{
	return !is_initial_domain() && !is_on_shim();
}

const char catch_invalid_opcode_by[] = "set_trap_table";
const char catch_events_by[] = "set_callbacks";

long catch_invalid_opcode(void)
{
	static const struct trap_info table[] = {
		{
			.vector = TRAP_INVALID_OPCODE,
			.cs = FLAT_KERNEL_CS,
			.address = (unsigned long)trap_invalid_opcode,
		},
		{ .vector = 0, .address = 0 },
	};

	return HYPERVISOR_set_trap_table(table);
}

/* Where Xen enters when a segment that it restores is no longer valid. */
static void failsafe_upcall(void)
{
	__builtin_trap();
}

long catch_events(void)
{
#ifdef __i386__
	return HYPERVISOR_set_callbacks(FLAT_KERNEL_CS, (unsigned long)event_upcall,
					FLAT_KERNEL_CS, (unsigned long)failsafe_upcall);
#else
	return HYPERVISOR_set_callbacks((unsigned long)event_upcall,
					(unsigned long)failsafe_upcall, 0);
#endif
}

#ifdef RETURNS_BY_ITSELF
void restore_events(const struct interrupt_frame *frame);

/* Called by traps.S: the event mask as it was before the handler, which Xen saved beside cs. */
void restore_events(const struct interrupt_frame *frame)
{
	allow_events((frame->cs >> 4 * sizeof(long) & 0xff) == 0);
}
#endif

void allow_events(int allowed)
{
	volatile struct vcpu_info *vcpu = &shared_info->vcpu_info[0];

	vcpu->evtchn_upcall_mask = !allowed;
	barrier();
}

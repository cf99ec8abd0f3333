/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A domain in an HVM container, PVH included: memory is where the guest put it, frames are
 * addresses, and events come as an interrupt.
 */
#include "guest.h"
#include "hvm.h"

struct hvm_start_info *start_info;

FRAME_WINDOW(shared_info_window);
FRAME_WINDOW(grant_window);

/* Xen leaves ports open that it masks in a PV guest, and the console's daemon sends at any time. */
static void mask_ports(void)
{
	size_t i;

	for (i = 0; i < LENGTH(shared_info->evtchn_mask); i++)
		shared_info->evtchn_mask[i] = ~0UL;
}

int domain_open(void *start)
{
	struct xen_add_to_physmap request = {
		.domid = DOMID_SELF,
		.space = XENMAPSPACE_shared_info,
		.gpfn = (unsigned long)shared_info_window >> PAGE_SHIFT,
	};

	int error;

	start_info = start;
	shared_info = (struct shared_info *)shared_info_window;
	processor_open();
	if (HYPERCALL_SETUP() != 0)
		return -1;
	error = (int)HYPERVISOR_memory_op(XENMEM_add_to_physmap, &request);
	if (error == 0)
		mask_ports();
	return error;
}

int is_initial_domain(void)
{
	return (start_info->flags & SIF_INITDOMAIN) != 0;
}

int parameter(uint32_t index, uint64_t *value)
{
	struct xen_hvm_param request = { .domid = DOMID_SELF, .index = index };
	int error = (int)HYPERVISOR_hvm_op(HVMOP_get_param, &request);

	*value = request.value;
	return error;
}

/* Its guests are PV. */
int is_on_shim(void)
{
	return 0;
}

/* A page that the toolstack made, and its port; 0 or a negative error number. */
static int daemon_place(uint32_t page, uint32_t event, void **ring, evtchn_port_t *port)
{
	uint64_t frame, number;
	int error = parameter(page, &frame);

	if (error == 0)
		error = parameter(event, &number);
	if (error != 0)
		return error;
	*ring = (void *)(unsigned long)(frame << PAGE_SHIFT);
	*port = (evtchn_port_t)number;
	return 0;
}

int console_place(struct xencons_interface **ring, evtchn_port_t *port)
{
	return daemon_place(HVM_PARAM_CONSOLE_PFN, HVM_PARAM_CONSOLE_EVTCHN, (void **)ring, port);
}

int store_place(struct xenstore_domain_interface **ring, evtchn_port_t *port)
{
	return daemon_place(HVM_PARAM_STORE_PFN, HVM_PARAM_STORE_EVTCHN, (void **)ring, port);
}

/* What Xen and other domains know a page by. */
unsigned long frame_of(const void *page)
{
	return (unsigned long)page >> PAGE_SHIFT;
}

/* Where the table's first frame is; NULL without it. */
void *grant_table_place(void)
{
	struct xen_add_to_physmap request = {
		.domid = DOMID_SELF,
		.space = XENMAPSPACE_grant_table,
		.gpfn = frame_of(grant_window),
	};

	return HYPERVISOR_memory_op(XENMEM_add_to_physmap, &request) == 0 ? grant_window : NULL;
}

/* Whoever builds such a domain sets one. */
int has_memory_map(void)
{
	return 1;
}

const char catch_invalid_opcode_by[] = "interrupt table";
const char catch_events_by[] = "hvm_op set_param HVM_PARAM_CALLBACK_IRQ";

long catch_invalid_opcode(void)
{
	set_gate(TRAP_INVALID_OPCODE, trap_invalid_opcode);
	return 0;
}

long catch_events(void)
{
	struct xen_hvm_param request = {
		.domid = DOMID_SELF,
		.index = HVM_PARAM_CALLBACK_IRQ,
		.value = (uint64_t)HVM_PARAM_CALLBACK_TYPE_VECTOR << CALLBACK_TYPE_SHIFT |
			 EVENT_VECTOR,
	};

	set_gate(EVENT_VECTOR, event_upcall);
	return HYPERVISOR_hvm_op(HVMOP_set_param, &request);
}

void allow_events(int allowed)
{
	if (allowed)
		__asm__ volatile("sti; nop" : : : "memory");
	else
		__asm__ volatile("cli" : : : "memory");
}

static unsigned long cr0(void)
{
	unsigned long value;

	__asm__ volatile("mov %%cr0, %0" : "=r" (value));
	return value;
}

#ifdef __x86_64__
#define MSR_EFER 0xc0000080

/* In the mode and on the page tables of the first. */
long initialise_vcpu(unsigned int vcpu, void (*entry)(void), void *stack_end)
{
	static struct vcpu_hvm_context context;
	struct vcpu_hvm_x86_64 *registers = &context.cpu_regs.x86_64;
	uint32_t low, high;

	context.mode = VCPU_HVM_MODE_64B;
	registers->rip = (unsigned long)entry;
	/* As if it had been called. */
	registers->rsp = (unsigned long)stack_end - sizeof(long);
	registers->rflags = 2;
	registers->cr0 = cr0();
	__asm__ volatile("mov %%cr3, %0" : "=r" (registers->cr3));
	__asm__ volatile("mov %%cr4, %0" : "=r" (registers->cr4));
	__asm__ volatile("rdmsr" : "=a" (low), "=d" (high) : "c" (MSR_EFER));
	registers->efer = (uint64_t)high << 32 | low;
	return HYPERVISOR_vcpu_op(VCPUOP_initialise, vcpu, &context);
}
#else
/* Flat, present and accessed, 32 bits wide: of code, of data, and of a task. */
#define CODE_ATTRIBUTES 0xc9b
#define DATA_ATTRIBUTES 0xc93
#define TASK_ATTRIBUTES 0x8b

/* In protected mode, without paging. */
long initialise_vcpu(unsigned int vcpu, void (*entry)(void), void *stack_end)
{
	static struct vcpu_hvm_context context;
	struct vcpu_hvm_x86_32 *registers = &context.cpu_regs.x86_32;

	context.mode = VCPU_HVM_MODE_32B;
	registers->eip = (unsigned long)entry;
	registers->esp = (unsigned long)stack_end - sizeof(long);
	registers->eflags = 2;
	registers->cr0 = cr0();
	registers->cs_limit = registers->ds_limit = registers->ss_limit = registers->es_limit = ~0U;
	registers->tr_limit = 0x67;
	registers->cs_ar = CODE_ATTRIBUTES;
	registers->ds_ar = registers->ss_ar = registers->es_ar = DATA_ATTRIBUTES;
	registers->tr_ar = TASK_ATTRIBUTES;
	return HYPERVISOR_vcpu_op(VCPUOP_initialise, vcpu, &context);
}
#endif

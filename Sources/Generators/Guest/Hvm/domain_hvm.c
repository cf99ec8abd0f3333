/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A domain in an HVM container, PVH included: memory is where the guest put it, frames are
 * addresses, and events come as an interrupt.
 */
#include "guest.h"
#include "hvm.h"

struct hvm_start_info *start_info;

FRAME_WINDOW(shared_info_window);

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

int console_place(struct xencons_interface **ring, evtchn_port_t *port)
{
	uint64_t frame, number;
	int error = parameter(HVM_PARAM_CONSOLE_PFN, &frame);

	if (error == 0)
		error = parameter(HVM_PARAM_CONSOLE_EVTCHN, &number);
	if (error != 0)
		return error;
	*ring = (struct xencons_interface *)(unsigned long)(frame << PAGE_SHIFT);
	*port = (evtchn_port_t)number;
	return 0;
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

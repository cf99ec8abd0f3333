// SPDX-License-Identifier: GPL-2.0-only
// Uses the interface as kernels do; compiled against libxen-dev's headers and generated ones.
#define __XEN_INTERFACE_VERSION__ 0x00040e00
#include <stddef.h>
#include <stdint.h>
#include <xen/xen.h>
#include <xen/event_channel.h>
#include <xen/features.h>
#include <xen/elfnote.h>
#include <xen/grant_table.h>
#include <xen/memory.h>
#include <xen/nmi.h>
#include <xen/physdev.h>
#include <xen/platform.h>
#include <xen/sched.h>
#include <xen/vcpu.h>
#include <xen/version.h>
#include <xen/hvm/hvm_op.h>
#include <xen/hvm/hvm_vcpu.h>
#include <xen/hvm/params.h>
#include <xen/io/console.h>
#include <xen/io/xs_wire.h>
#include <xen/io/xenbus.h>
#include <xen/arch-x86/hvm/start_info.h>

DEFINE_XEN_GUEST_HANDLE(evtchn_send_t);

static evtchn_port_t ports[2];

int poll_ports(sched_poll_t *poll, uint64_t deadline);
int poll_ports(sched_poll_t *poll, uint64_t deadline)
{
	set_xen_guest_handle(poll->ports, ports);
	poll->nr_ports = 2;
	poll->timeout = deadline;
	return SCHEDOP_poll;
}

void reserve(struct xen_memory_reservation *reservation, xen_pfn_t *frames, XEN_GUEST_HANDLE(void) any);
void reserve(struct xen_memory_reservation *reservation, xen_pfn_t *frames, XEN_GUEST_HANDLE(void) any)
{
	XEN_GUEST_HANDLE(xen_pfn_t) handle;
	xen_memory_map_t map = { .nr_entries = 1, .buffer = any };
	void *back = map.buffer.p;

	set_xen_guest_handle(handle, frames);
	reservation->extent_start = handle;
	reservation->mem_flags = back != NULL ? XENMEMF_populate_on_demand : 0;
	reservation->domid = DOMID_SELF;
	reservation->nr_extents = 1;
	reservation->extent_order = 0;
}

uint64_t clock_of(const struct shared_info *shared, unsigned int vcpu);
uint64_t clock_of(const struct shared_info *shared, unsigned int vcpu)
{
	const vcpu_info_t *info = &shared->vcpu_info[vcpu];

	return info->time.system_time + info->time.tsc_timestamp + shared->wc_sec +
	       (info->evtchn_upcall_pending ? shared->evtchn_pending[0] : 0) +
	       (shared->arch.nmi_reason & XEN_NMIREASON_io_error) + info->time.flags;
}

/* Two names of one type. */
void start_at(xen_vcpu_hvm_x86_64_t *state, uint64_t entry);
void start_at(xen_vcpu_hvm_x86_64_t *state, uint64_t entry)
{
	struct vcpu_hvm_x86_64 *registers = state;

	registers->rip = entry;
}

multicall_entry_t calls[] = {
	{ .op = __HYPERVISOR_mmu_update, .args = { MMU_NORMAL_PT_UPDATE, 0, 0, DOMID_SELF } },
	{ .op = __HYPERVISOR_event_channel_op, .args = { EVTCHNOP_send } },
};

struct gnttab_map_grant_ref grant = { .flags = GNTMAP_host_map, .status = GNTST_okay };
struct xen_hvm_param parameter = { .domid = DOMID_SELF, .index = HVM_PARAM_STORE_PFN };
struct physdev_map_pirq pirq = { .type = MAP_PIRQ_TYPE_GSI };
struct xen_platform_op operation = { .cmd = XENPF_settime64,
				     .interface_version = XENPF_INTERFACE_VERSION };
struct vcpu_register_runstate_memory_area area;
struct xencons_interface console;
struct xsd_sockmsg message = { .type = XS_WRITE };
xen_feature_info_t features = { .submap_idx = XENFEAT_dom0 / 32 };
struct hvm_start_info start = { .magic = XEN_HVM_START_MAGIC_VALUE };
int notes[] = { XEN_ELFNOTE_ENTRY, XEN_ELFNOTE_PHYS32_ENTRY, XenbusStateConnected };
/* What version.h, memory.h and params.h bring along. */
int along[] = { XENFEAT_dom0, PHYSDEVOP_eoi, HVMOP_set_param, EVTCHNOP_send, TRC_HVM };

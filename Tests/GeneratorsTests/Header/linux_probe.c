// SPDX-License-Identifier: GPL-2.0-only
// Uses the interface as Linux's own sources do; compiled against the headers of Linux and generated
// ones in their place. What the section .probe holds must be the same.
#include <xen/interface/xen.h>
#include <xen/interface/callback.h>
#include <xen/interface/elfnote.h>
#include <xen/interface/event_channel.h>
#include <xen/interface/features.h>
#include <xen/interface/grant_table.h>
#include <xen/interface/hvm/hvm_op.h>
#include <xen/interface/hvm/params.h>
#include <xen/interface/hvm/start_info.h>
#include <xen/interface/io/9pfs.h>
#include <xen/interface/io/console.h>
#include <xen/interface/io/displif.h>
#include <xen/interface/io/fbif.h>
#include <xen/interface/io/kbdif.h>
#include <xen/interface/io/pvcalls.h>
#include <xen/interface/io/sndif.h>
#include <xen/interface/io/xenbus.h>
#include <xen/interface/io/xs_wire.h>
#include <xen/interface/memory.h>
#include <xen/interface/nmi.h>
#include <xen/interface/physdev.h>
#include <xen/interface/platform.h>
#include <xen/interface/sched.h>
#include <xen/interface/vcpu.h>
#include <xen/interface/version.h>

#define SIZE(type) sizeof(type)
#define PLACE(type, member) __builtin_offsetof(type, member)

__attribute__((section(".probe"), used)) static const unsigned long values[] = {
	SIZE(struct start_info), PLACE(struct start_info, console.domU.evtchn),
	PLACE(struct start_info, cmd_line), PLACE(struct start_info, first_p2m_pfn),
	SIZE(struct shared_info), PLACE(struct shared_info, evtchn_mask),
	PLACE(struct shared_info, arch), SIZE(struct vcpu_info), PLACE(struct vcpu_info, time),
	SIZE(struct arch_vcpu_info), SIZE(struct trap_info), SIZE(struct mmu_update),
	SIZE(struct mmuext_op), PLACE(struct mmuext_op, arg2), SIZE(struct multicall_entry),
	PLACE(struct multicall_entry, args), SIZE(struct vcpu_guest_context),
	SIZE(struct evtchn_alloc_unbound), SIZE(struct evtchn_bind_interdomain),
	SIZE(struct evtchn_bind_virq), SIZE(struct evtchn_status), SIZE(struct evtchn_send),
	SIZE(struct evtchn_init_control), SIZE(struct gnttab_map_grant_ref),
	PLACE(struct gnttab_map_grant_ref, dev_bus_addr), SIZE(struct gnttab_copy),
	SIZE(struct gnttab_query_size), SIZE(union grant_entry_v2), SIZE(struct xen_hvm_param),
	SIZE(struct hvm_start_info), SIZE(struct xencons_interface),
	PLACE(struct xencons_interface, out_prod), SIZE(struct xenstore_domain_interface),
	SIZE(struct xsd_sockmsg), SIZE(struct xen_memory_reservation),
	PLACE(struct xen_memory_reservation, domid), SIZE(struct xen_add_to_physmap),
	SIZE(struct xen_memory_map), SIZE(struct xen_machphys_mapping), SIZE(struct physdev_map_pirq),
	SIZE(struct physdev_irq_status_query), SIZE(struct physdev_op), SIZE(struct xen_platform_op),
	SIZE(struct sched_poll), PLACE(struct sched_poll, timeout), SIZE(struct sched_shutdown),
	SIZE(struct vcpu_runstate_info), SIZE(struct vcpu_register_vcpu_info),
	SIZE(struct vcpu_set_singleshot_timer), SIZE(struct xen_feature_info),
	SIZE(struct xen_platform_parameters), SIZE(struct callback_register),
	SIZE(struct xenfb_page), SIZE(struct xenkbd_page), SIZE(struct xen_9pfs_data_intf),
	SIZE(struct xen_pvcalls_request), SIZE(struct xendispl_req), SIZE(struct xensnd_req),
	__HYPERVISOR_sched_op, __HYPERVISOR_event_channel_op, __HYPERVISOR_dm_op,
	EVTCHNOP_bind_virq, EVTCHNOP_expand_array, EVTCHNSTAT_ipi, VIRQ_TIMER, VIRQ_XENOPROF,
	GNTTABOP_map_grant_ref, GNTTABOP_copy, GNTST_eagain, GNTMAP_host_map, GTF_permit_access,
	XENMEM_populate_physmap, XENMEM_memory_map, XENMAPSPACE_shared_info, PHYSDEVOP_eoi,
	PHYSDEVOP_map_pirq, MAP_PIRQ_TYPE_GSI, XENPF_settime64, XENPF_INTERFACE_VERSION,
	SCHEDOP_poll, SCHEDOP_pin_override, SHUTDOWN_suspend, VCPUOP_register_vcpu_info,
	RUNSTATE_runnable, XENVER_get_features, XENFEAT_dom0, XENFEAT_hvm_callback_vector,
	CALLBACKTYPE_sysenter, CALLBACKF_mask_events, HVM_PARAM_STORE_PFN, HVM_PARAM_CALLBACK_IRQ,
	HVMOP_set_param, XEN_HVM_START_MAGIC_VALUE, XEN_ELFNOTE_PHYS32_ENTRY, MMUEXT_PIN_L4_TABLE,
	UVMF_INVLPG, VMASST_TYPE_runstate_update_flag, DOMID_SELF, SIF_INITDOMAIN, XS_WRITE,
	XenbusStateConnected, XENKBD_TYPE_MTOUCH, XENSND_OP_TRIGGER, XENDISPL_OP_PG_FLIP,
	XENNMI_register_callback, XEN_FLEX_RING_SIZE(2),
};

int poll_port(struct sched_poll *poll, evtchn_port_t *port);
int poll_port(struct sched_poll *poll, evtchn_port_t *port)
{
	set_xen_guest_handle(poll->ports, port);
	poll->nr_ports = 1;
	poll->timeout = 0;
	return SCHEDOP_poll;
}

void reserve(struct xen_memory_reservation *reservation, xen_pfn_t *frames);
void reserve(struct xen_memory_reservation *reservation, xen_pfn_t *frames)
{
	set_xen_guest_handle(reservation->extent_start, frames);
	reservation->nr_extents = 1;
	reservation->extent_order = 0;
	reservation->domid = DOMID_SELF;
}

int is_pending(struct shared_info *shared, evtchn_port_t port);
int is_pending(struct shared_info *shared, evtchn_port_t port)
{
	const unsigned int bits = 8 * sizeof(xen_ulong_t);

	return shared->vcpu_info[0].evtchn_upcall_pending &&
	       (shared->evtchn_pending[port / bits] >> port % bits & 1) &&
	       !(shared->evtchn_mask[port / bits] >> port % bits & 1);
}

unsigned long map(struct gnttab_map_grant_ref *map, grant_ref_t ref, domid_t domain);
unsigned long map(struct gnttab_map_grant_ref *map, grant_ref_t ref, domid_t domain)
{
	map->host_addr = 0;
	map->flags = GNTMAP_host_map | GNTMAP_readonly;
	map->ref = ref;
	map->dom = domain;
	return map->status == GNTST_okay ? map->handle : 0;
}

unsigned int received(struct xen_9pfs_data_intf *page, unsigned char *ring, void *packet, unsigned int size);
unsigned int received(struct xen_9pfs_data_intf *page, unsigned char *ring, void *packet, unsigned int size)
{
	RING_IDX bytes = XEN_FLEX_RING_SIZE(page->ring_order);
	RING_IDX prod = xen_9pfs_mask(page->in_prod, bytes), cons = xen_9pfs_mask(page->in_cons, bytes);

	xen_9pfs_read_packet(packet, ring, size, prod, &cons, bytes);
	return xen_9pfs_queued(page->in_prod, page->in_cons, bytes);
}

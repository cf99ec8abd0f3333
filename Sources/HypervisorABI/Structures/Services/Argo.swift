// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Messages that Xen copies between domains. Source: public/argo.h, 4.12 to 4.22.
  static let argo: [Structure] =
    [
      Structure(
        "xen_argo_iov", "argo.h", summary: "A piece of a message to send.", since: .v4_12,
        [
          Field(.handle("uint8_t"), "iov_hnd"),
          Field(.u32, "iov_len"),
          Field(.u32, "pad"),
        ]),
      Structure(
        "xen_argo_addr", "argo.h", summary: "An end: a domain and a port.", since: .v4_12,
        [
          Field(.argoPort, "aport"),
          Field(.domid, "domain_id"),
          Field(.u16, "pad"),
        ]),
      Structure(
        "xen_argo_send_addr", "argo.h", summary: "Both ends of a message to send.", since: .v4_12,
        [
          Field(.named("xen_argo_addr"), "src"),
          Field(.named("xen_argo_addr"), "dst"),
        ]),
      Structure(
        "xen_argo_ring", "argo.h", summary: "A ring that receives messages, in the guest's memory.",
        since: .v4_12,
        [
          Field(.u32, "rx_ptr"),
          Field(.u32, "tx_ptr"),
          Field(.u8, "reserved", count: 56),
          Field(.u8, "ring", count: 0),
        ]),
      Structure(
        "xen_argo_register_ring", "argo.h",
        summary: "XEN_ARGO_OP_register_ring: a ring and who may send to it.", since: .v4_12,
        [
          Field(.argoPort, "aport"),
          Field(.domid, "partner_id"),
          Field(.u16, "pad"),
          Field(.u32, "len"),
        ]),
      Structure(
        "xen_argo_unregister_ring", "argo.h",
        summary: "XEN_ARGO_OP_unregister_ring: the ring goes.", since: .v4_12,
        [
          Field(.argoPort, "aport"),
          Field(.domid, "partner_id"),
          Field(.u16, "pad"),
        ]),
      Structure(
        "xen_argo_ring_data_ent", "argo.h", summary: "One ring of a query: how much fits.",
        since: .v4_12,
        [
          Field(.named("xen_argo_addr"), "ring"),
          Field(.u16, "flags"),
          Field(.u16, "pad"),
          Field(.u32, "space_required"),
          Field(.u32, "max_message_size"),
        ]),
      Structure(
        "xen_argo_ring_data", "argo.h", summary: "XEN_ARGO_OP_notify: a query of rings.",
        since: .v4_12,
        [
          Field(.u32, "nent"),
          Field(.u32, "pad"),
          Field(.named("xen_argo_ring_data_ent"), "data", count: 0),
        ]),
      Structure(
        "xen_argo_ring_message_header", "argo.h",
        summary: "What Xen puts before each message in a ring.", since: .v4_12,
        [
          Field(.u32, "len"),
          Field(.named("xen_argo_addr"), "source"),
          Field(.u32, "message_type"),
          Field(.u8, "data", count: 0),
        ]),
    ]
}

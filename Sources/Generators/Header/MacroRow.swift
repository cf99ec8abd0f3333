// SPDX-License-Identifier: Apache-2.0

/// A macro in one line, based on the constants of its header.
struct MacroRow {
  let header: String
  /// The name with its arguments: `XENMEMF_node(node)`.
  let name: String
  let body: String
  /// Whether an includer may define the macro itself.
  var isDefault = false

  var define: String {
    let define = "#define \(name) \(body)\n"
    return isDefault ? "#ifndef \(name)\n\(define)#endif\n" : define
  }

  static let all: [MacroRow] =
    [
      .init(
        header: "arch-x86/cpuid.h", name: "XEN_CPUID_LEAF(index)",
        body: "((index) + XEN_CPUID_FIRST_LEAF)"),
      .init(
        header: "hvm/dm_op.h", name: "XEN_DMOP_PCI_SBDF(segment, bus, device, function)",
        body: "(((segment) & 0xffff) << 16 | ((bus) & 0xff) << 8 | ((device) & 0x1f) << 3 "
          + "| ((function) & 7))"),
      .init(header: "io/blkif.h", name: "blkif_vdev_t", body: "uint16_t", isDefault: true),
      .init(header: "io/blkif.h", name: "blkif_sector_t", body: "uint64_t", isDefault: true),
      .init(
        header: "io/console.h", name: "MASK_XENCONS_IDX(index, ring)",
        body: "((sizeof(ring) - 1) & (index))"),
      .init(
        header: "io/ring.h", name: "XEN_FLEX_RING_SIZE(order)",
        body: "(1UL << ((order) + XEN_PAGE_SHIFT - 1))"),
      .init(
        header: "io/xs_wire.h", name: "MASK_XENSTORE_IDX(index)",
        body: "((XENSTORE_RING_SIZE - 1) & (index))"),
      .init(
        header: "io/vscsiif.h", name: "XEN_VSCSIIF_RSLT_STATUS(result)", body: "((result) & 0xff)"),
      .init(
        header: "io/vscsiif.h", name: "XEN_VSCSIIF_RSLT_HOST(result)",
        body: "((result) >> 16 & 0xff)"),
      .init(
        header: "vcpu.h", name: "xen_vcpu_physid_to_x86_apicid(physical)",
        body: "((uint32_t)(physical))"),
      .init(
        header: "vcpu.h", name: "xen_vcpu_physid_to_x86_acpiid(physical)",
        body: "((uint32_t)((physical) >> 32))"),
    ] + memory + trace + eventRings

  private static let memory: [MacroRow] = [
    ("XENMEMF_address_bits(bits)", "(bits)"),
    ("XENMEMF_get_address_bits(flags)", "((flags) & 0xffu)"),
    ("XENMEMF_node(node)", "((1 + (node)) << 8)"),
    ("XENMEMF_get_node(flags)", "((((flags) >> 8) - 1) & 0xffu)"),
    ("XENMEMF_exact_node(node)", "(XENMEMF_exact_node_request | XENMEMF_node(node))"),
    ("XENMEM_resource_ioreq_server_frame_ioreq(index)", "((index) + 1)"),
  ].map { .init(header: "memory.h", name: $0, body: $1) }

  private static let trace: [MacroRow] = [
    ("TRC_HD_TO_EVENT(head)", "((head) & 0x0fffffff)"),
    ("TRC_HD_INCLUDES_CYCLE_COUNT(head)", "(((head) & TRC_HD_CYCLE_FLAG) != 0)"),
    ("TRC_HD_EXTRA(head)", "((head) >> TRACE_EXTRA_SHIFT & TRACE_EXTRA_MAX)"),
    ("TRC_PV_HYPERCALL_V2_ARG_32(index)", "(1 << (2 * (index) + 20))"),
    ("TRC_PV_HYPERCALL_V2_ARG_64(index)", "(2 << (2 * (index) + 20))"),
    (
      "TRC_SCHED_CLASS_EVT(scheduler, event)",
      "((TRC_SCHED_CLASS | (TRC_SCHED_ ## scheduler << TRC_SCHED_ID_SHIFT & TRC_SCHED_ID_MASK)) "
        + "+ ((event) & TRC_SCHED_EVT_MASK))"
    ),
  ].map { .init(header: "trace.h", name: $0, body: $1) }

  private static let eventRings =
    eventRing("io/cameraif.h", "XENCAMERA_IN", of: "struct xencamera_evt")
    + eventRing("io/displif.h", "XENDISPL_IN", of: "struct xendispl_evt")
    + eventRing("io/sndif.h", "XENSND_IN", of: "struct xensnd_evt")
    + eventRing("io/fbif.h", "XENFB_IN", of: "union xenfb_in_event")
    + eventRing("io/fbif.h", "XENFB_OUT", of: "union xenfb_out_event")
    + eventRing("io/kbdif.h", "XENKBD_IN", of: "union xenkbd_in_event")
    + eventRing("io/kbdif.h", "XENKBD_OUT", of: "union xenkbd_out_event")

  /// Macros for events in a part of a page: the start of the ring, and the event with an index.
  private static func eventRing(_ header: String, _ name: String, of type: String) -> [MacroRow] {
    [
      .init(
        header: header, name: "\(name)_RING(page)",
        body: "((\(type) *)((char *)(page) + \(name)_RING_OFFS))"),
      .init(
        header: header, name: "\(name)_RING_REF(page, index)",
        body: "(\(name)_RING(page)[(index) % \(name)_RING_LEN])"),
    ]
  }
}

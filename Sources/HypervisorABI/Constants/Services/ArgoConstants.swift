// SPDX-License-Identifier: Apache-2.0

/// Commands and limits of argo_op. Source: public/argo.h, 4.12 to 4.22.
extension ConstantGroup {
  /// Commands of argo_op.
  public static let argoOp = ConstantGroup(
    "commands of argo_op", "argo.h",
    [
      Constant("XEN_ARGO_OP_register_ring", 1, since: .v4_12, takes: "xen_argo_register_ring"),
      Constant("XEN_ARGO_OP_unregister_ring", 2, since: .v4_12, takes: "xen_argo_unregister_ring"),
      Constant("XEN_ARGO_OP_sendv", 3, since: .v4_12, takes: "xen_argo_send_addr"),
      Constant("XEN_ARGO_OP_notify", 4, since: .v4_12, takes: "xen_argo_ring_data"),
    ])

  /// Limits and flags of argo_op.
  public static let argoValues = ConstantGroup(
    "limits and flags of argo_op", "argo.h",
    [
      Constant("XEN_ARGO_DOMID_ANY", 32756, since: .v4_12),
      Constant("XEN_ARGO_MAX_RING_SIZE", hex: 0x1000000, since: .v4_12),
      Constant("XEN_ARGO_MAXIOV", 8, since: .v4_12),
      Constant("XEN_ARGO_MSG_SLOT_SIZE", hex: 0x10, since: .v4_12),
      Constant("XEN_ARGO_RING_EXISTS", hex: 0x1, since: .v4_12),
      Constant("XEN_ARGO_RING_SHARED", hex: 0x2, since: .v4_12),
      Constant("XEN_ARGO_RING_EMPTY", hex: 0x4, since: .v4_12),
      Constant("XEN_ARGO_RING_SUFFICIENT", hex: 0x8, since: .v4_12),
      Constant("XEN_ARGO_RING_EMSGSIZE", hex: 0x10, since: .v4_12),
      Constant("XEN_ARGO_RING_EBUSY", hex: 0x20, since: .v4_12),
      Constant("XEN_ARGO_REGISTER_FLAG_FAIL_EXIST", hex: 0x1, since: .v4_12),
    ])
}

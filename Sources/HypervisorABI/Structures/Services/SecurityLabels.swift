// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of xsm_op with FLASK: labels and decisions. Source: public/xsm/flask_op.h, 4.2 to
  /// 4.22.
  static let securityLabels: [Structure] =
    [
      Structure(
        "xen_flask_sid_context", "xsm/flask_op.h",
        summary: "FLASK_CONTEXT_TO_SID, SID_TO_CONTEXT: a label's number and its text.",
        since: .v4_2,
        [
          Field(.u32, "sid"),
          Field(.u32, "size"),
          Field(.handle("char"), "context"),
        ]),
      Structure(
        "xen_flask_access", "xsm/flask_op.h",
        summary: "FLASK_ACCESS: what one label may do to another.", since: .v4_2,
        [
          Field(.u32, "ssid"),
          Field(.u32, "tsid"),
          Field(.u32, "tclass"),
          Field(.u32, "req"),
          Field(.u32, "allowed"),
          Field(.u32, "audit_allow"),
          Field(.u32, "audit_deny"),
          Field(.u32, "seqno"),
        ]),
      Structure(
        "xen_flask_transition", "xsm/flask_op.h",
        summary: "FLASK_CREATE, MEMBER, RELABEL: the label that results from two.", since: .v4_2,
        [
          Field(.u32, "ssid"),
          Field(.u32, "tsid"),
          Field(.u32, "tclass"),
          Field(.u32, "newsid"),
        ]),
      Structure(
        "xen_flask_userlist", "xsm/flask_op.h",
        summary: "FLASK_USER: labels that a user may have, until 4.7.", since: .v4_2, until: .v4_8,
        [
          Field(.u32, "start_sid"),
          Field(.u32, "size"),
          Field(
            .union([
              Field(.handle("char"), "user"),
              Field(.handle("uint32_t"), "sids"),
            ]), "u"),
        ]),
      Structure(
        "xen_flask_ocontext", "xsm/flask_op.h",
        summary: "FLASK_ADD_OCONTEXT, DEL_OCONTEXT: the label of a range of a resource.",
        since: .v4_2,
        [
          Field(.u32, "ocon"),
          Field(.u32, "sid"),
          Field(.u64, "low"),
          Field(.u64, "high"),
        ]),
      Structure(
        "xen_flask_peersid", "xsm/flask_op.h",
        summary: "FLASK_GET_PEER_SID: the label at the other end of an event channel.",
        since: .v4_2,
        [
          Field(.port, "evtchn"),
          Field(.u32, "sid"),
        ]),
      Structure(
        "xen_flask_relabel", "xsm/flask_op.h",
        summary: "FLASK_RELABEL_DOMAIN: a domain's new label.", since: .v4_3,
        [
          Field(.u32, "domid"),
          Field(.u32, "sid"),
        ]),
      Structure(
        "xen_flask_devicetree_label", "xsm/flask_op.h",
        summary: "FLASK_DEVICETREE_LABEL: a label for a device-tree node.", since: .v4_6,
        [
          Field(.u32, "sid"),
          Field(.u32, "length"),
          Field(.handle("char"), "path"),
        ]),
    ]
}

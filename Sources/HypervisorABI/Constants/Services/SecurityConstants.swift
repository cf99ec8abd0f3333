// SPDX-License-Identifier: Apache-2.0

/// Commands of xsm_op with FLASK. Source: public/xsm/flask_op.h, 3.2 to 4.22.
extension ConstantGroup {
  /// Commands of xsm_op with FLASK.
  public static let flaskOp = ConstantGroup(
    "commands of xsm_op with FLASK", "xsm/flask_op.h",
    [
      Constant("XEN_FLASK_INTERFACE_VERSION", 1, since: .v4_2),
      Constant("FLASK_LOAD", 1, since: .v3_2, takes: "xen_flask_load"),
      Constant("FLASK_GETENFORCE", 2, since: .v3_2),
      Constant("FLASK_SETENFORCE", 3, since: .v3_2, takes: "xen_flask_setenforce"),
      Constant("FLASK_CONTEXT_TO_SID", 4, since: .v3_2, takes: "xen_flask_sid_context"),
      Constant("FLASK_SID_TO_CONTEXT", 5, since: .v3_2, takes: "xen_flask_sid_context"),
      Constant("FLASK_ACCESS", 6, since: .v3_2, takes: "xen_flask_access"),
      Constant("FLASK_CREATE", 7, since: .v3_2, takes: "xen_flask_transition"),
      Constant("FLASK_RELABEL", 8, since: .v3_2, takes: "xen_flask_transition"),
      Constant("FLASK_USER", 9, since: .v3_2),
      Constant("FLASK_POLICYVERS", 10, since: .v3_2),
      Constant("FLASK_GETBOOL", 11, since: .v3_2, takes: "xen_flask_boolean"),
      Constant("FLASK_SETBOOL", 12, since: .v3_2, takes: "xen_flask_boolean"),
      Constant("FLASK_COMMITBOOLS", 13, since: .v3_2),
      Constant("FLASK_MLS", 14, since: .v3_2),
      Constant("FLASK_DISABLE", 15, since: .v3_2),
      Constant("FLASK_GETAVC_THRESHOLD", 16, since: .v3_2),
      Constant("FLASK_SETAVC_THRESHOLD", 17, since: .v3_2, takes: "xen_flask_setavc_threshold"),
      Constant("FLASK_AVC_HASHSTATS", 18, since: .v3_2, takes: "xen_flask_hash_stats"),
      Constant("FLASK_AVC_CACHESTATS", 19, since: .v3_2, takes: "xen_flask_cache_stats"),
      Constant("FLASK_MEMBER", 20, since: .v3_2, takes: "xen_flask_transition"),
      Constant("FLASK_ADD_OCONTEXT", 21, since: .v4_0, takes: "xen_flask_ocontext"),
      Constant("FLASK_DEL_OCONTEXT", 22, since: .v4_0, takes: "xen_flask_ocontext"),
      Constant("FLASK_GET_PEER_SID", 23, since: .v4_2, takes: "xen_flask_peersid"),
      Constant("FLASK_RELABEL_DOMAIN", 24, since: .v4_3, takes: "xen_flask_relabel"),
      Constant("FLASK_DEVICETREE_LABEL", 25, since: .v4_6, takes: "xen_flask_devicetree_label"),
      Constant("FLASK_LAST", 20, since: .v3_3, until: .v4_0),
      Constant("FLASK_LAST", 22, since: .v4_0, until: .v4_2),
    ])
}

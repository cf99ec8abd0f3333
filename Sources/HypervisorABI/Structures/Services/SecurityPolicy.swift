// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of xsm_op with FLASK: the policy. Source: public/xsm/flask_op.h, 3.2 to 4.22.
  static let securityPolicy: [Structure] =
    [
      Structure(
        "flask_op", "xsm/flask_op.h", summary: "Argument of flask_op before 4.2.", since: .v3_2,
        until: .v4_2,
        [
          Field(.int, "cmd", until: .v3_3),
          Field(.int, "size", until: .v3_3),
          Field(.u32, "cmd", since: .v3_3),
          Field(.u32, "size", since: .v3_3),
          Field(.pointer("char"), "buf"),
        ]),
      Structure(
        "xen_flask_op", "xsm/flask_op.h",
        summary: "Argument of xsm_op: the command and its structure in one.", since: .v4_2,
        [
          Field(.u32, "cmd"),
          Field(.u32, "interface_version"),
          Field(
            .union([
              Field(.named("xen_flask_load"), "load"),
              Field(.named("xen_flask_setenforce"), "enforce"),
              Field(.named("xen_flask_sid_context"), "sid_context"),
              Field(.named("xen_flask_access"), "access"),
              Field(.named("xen_flask_transition"), "transition"),
              Field(.named("xen_flask_userlist"), "userlist", until: .v4_8),
              Field(.named("xen_flask_boolean"), "boolean"),
              Field(.named("xen_flask_setavc_threshold"), "setavc_threshold"),
              Field(.named("xen_flask_hash_stats"), "hash_stats"),
              Field(.named("xen_flask_cache_stats"), "cache_stats"),
              Field(.named("xen_flask_ocontext"), "ocontext"),
              Field(.named("xen_flask_peersid"), "peersid"),
              Field(.named("xen_flask_relabel"), "relabel", since: .v4_3),
              Field(.named("xen_flask_devicetree_label"), "devicetree_label", since: .v4_6),
            ]), "u"),
        ]),
      Structure(
        "xen_flask_load", "xsm/flask_op.h", summary: "FLASK_LOAD: a binary policy.", since: .v4_2,
        [
          Field(.handle("char"), "buffer"),
          Field(.u32, "size"),
        ]),
      Structure(
        "xen_flask_setenforce", "xsm/flask_op.h",
        summary: "FLASK_SETENFORCE: enforce, or only log.", since: .v4_2,
        [
          Field(.u32, "enforcing")
        ]),
      Structure(
        "xen_flask_boolean", "xsm/flask_op.h",
        summary: "FLASK_GETBOOL, SETBOOL: a boolean of the policy.", since: .v4_2,
        [
          Field(.u32, "bool_id"),
          Field(.u8, "enforcing"),
          Field(.u8, "pending"),
          Field(.u8, "new_value"),
          Field(.u8, "commit"),
          Field(.u32, "size"),
          Field(.handle("char"), "name"),
        ]),
      Structure(
        "xen_flask_setavc_threshold", "xsm/flask_op.h",
        summary: "FLASK_SETAVC_THRESHOLD: when the cache of decisions is trimmed.", since: .v4_2,
        [
          Field(.u32, "threshold")
        ]),
      Structure(
        "xen_flask_hash_stats", "xsm/flask_op.h",
        summary: "FLASK_AVC_HASHSTATS: how full the cache is.", since: .v4_2,
        [
          Field(.u32, "entries"),
          Field(.u32, "buckets_used"),
          Field(.u32, "buckets_total"),
          Field(.u32, "max_chain_len"),
        ]),
      Structure(
        "xen_flask_cache_stats", "xsm/flask_op.h",
        summary: "FLASK_AVC_CACHESTATS: a processor's look-ups.", since: .v4_2,
        [
          Field(.u32, "cpu"),
          Field(.u32, "lookups"),
          Field(.u32, "hits"),
          Field(.u32, "misses"),
          Field(.u32, "allocations"),
          Field(.u32, "reclaims"),
          Field(.u32, "frees"),
        ]),
    ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `HVMOP_altp2m`. Source: public/hvm/hvm_op.h, 4.6 to 4.22.
  static let alternatePageTables: [Structure] =
    [
      Structure(
        "xen_hvm_altp2m_op", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m: the command and its structure in one.", since: .v4_6,
        [
          Field(.u32, "version"),
          Field(.u32, "cmd"),
          Field(.domid, "domain"),
          Field(.u16, "pad1"),
          Field(.u32, "pad2"),
          Field(
            .union([
              Field(.named("xen_hvm_altp2m_domain_state"), "domain_state"),
              Field(.named("xen_hvm_altp2m_vcpu_enable_notify"), "enable_notify"),
              Field(.named("xen_hvm_altp2m_view"), "view"),
              Field(.named("xen_hvm_altp2m_set_mem_access"), "set_mem_access", until: .v4_12),
              Field(.named("xen_hvm_altp2m_mem_access"), "mem_access", since: .v4_12),
              Field(.named("xen_hvm_altp2m_change_gfn"), "change_gfn"),
              Field(
                .named("xen_hvm_altp2m_set_mem_access_multi"), "set_mem_access_multi", since: .v4_11
              ),
              Field(.named("xen_hvm_altp2m_suppress_ve"), "suppress_ve", since: .v4_12),
              Field(.named("xen_hvm_altp2m_suppress_ve_multi"), "suppress_ve_multi", since: .v4_14),
              Field(.named("xen_hvm_altp2m_vcpu_disable_notify"), "disable_notify", since: .v4_12),
              Field(.named("xen_hvm_altp2m_get_vcpu_p2m_idx"), "get_vcpu_p2m_idx", since: .v4_13),
              Field(.named("xen_hvm_altp2m_set_visibility"), "set_visibility", since: .v4_14),
              Field(.u8, "pad", count: 64),
            ]), "u"),
        ]),
      Structure(
        "xen_hvm_altp2m_domain_state", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_get_domain_state, set_domain_state: on or off.", since: .v4_6,
        [
          Field(.u8, "state")
        ]),
      Structure(
        "xen_hvm_altp2m_vcpu_enable_notify", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_vcpu_enable_notify: the page of #VE information.", since: .v4_6,
        [
          Field(.u32, "vcpu_id"),
          Field(.u32, "pad"),
          Field(.u64, "gfn"),
        ]),
      Structure(
        "xen_hvm_altp2m_vcpu_disable_notify", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_vcpu_disable_notify: for which vCPU.", since: .v4_12,
        [
          Field(.u32, "vcpu_id")
        ]),
      Structure(
        "xen_hvm_altp2m_view", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_create_p2m, destroy_p2m, switch_p2m: which view.", since: .v4_6,
        [
          Field(.u16, "view"),
          Field(.u16, "hvmmem_default_access"),
        ]),
      Structure(
        "xen_hvm_altp2m_set_mem_access", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_set_mem_access: rights of one frame in a view.", since: .v4_6,
        until: .v4_12,
        [
          Field(.u16, "view"),
          Field(.u16, "hvmmem_access"),
          Field(.u32, "pad"),
          Field(.u64, "gfn"),
        ]),
      Structure(
        "xen_hvm_altp2m_set_mem_access_multi", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_set_mem_access_multi: rights of many frames.", since: .v4_11,
        [
          Field(.u16, "view"),
          Field(.u16, "pad"),
          Field(.u32, "nr"),
          Field(.u64, "opaque"),
          Field(.handle("const uint64_t"), "pfn_list"),
          Field(.handle("const uint8_t"), "access_list"),
        ]),
      Structure(
        "xen_hvm_altp2m_mem_access", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_set_mem_access, get_mem_access: rights of one frame in a view.",
        since: .v4_12,
        [
          Field(.u16, "view"),
          Field(.u16, "access"),
          Field(.u32, "pad"),
          Field(.u64, "gfn"),
        ]),
      Structure(
        "xen_hvm_altp2m_change_gfn", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_change_gfn: what a frame of a view stands for.", since: .v4_6,
        [
          Field(.u16, "view"),
          Field(.u16, "pad1"),
          Field(.u32, "pad2"),
          Field(.u64, "old_gfn"),
          Field(.u64, "new_gfn"),
        ]),
      Structure(
        "xen_hvm_altp2m_suppress_ve", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_set_suppress_ve: whether #VE is suppressed for a frame.",
        since: .v4_12,
        [
          Field(.u16, "view"),
          Field(.u8, "suppress_ve"),
          Field(.u8, "pad1"),
          Field(.u32, "pad2"),
          Field(.u64, "gfn"),
        ]),
      Structure(
        "xen_hvm_altp2m_suppress_ve_multi", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_set_suppress_ve_multi: the same for a range.", since: .v4_14,
        [
          Field(.u16, "view"),
          Field(.u8, "suppress_ve"),
          Field(.u8, "pad1"),
          Field(.s32, "first_error"),
          Field(.u64, "first_gfn"),
          Field(.u64, "last_gfn"),
          Field(.u64, "first_error_gfn"),
        ]),
      Structure(
        "xen_hvm_altp2m_get_vcpu_p2m_idx", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_get_p2m_idx: the view that a vCPU is in.", since: .v4_13,
        [
          Field(.u32, "vcpu_id"),
          Field(.u16, "altp2m_idx"),
        ]),
      Structure(
        "xen_hvm_altp2m_set_visibility", "hvm/hvm_op.h",
        summary: "HVMOP_altp2m_set_visibility: whether VMFUNC may switch to a view.", since: .v4_14,
        [
          Field(.u16, "altp2m_idx"),
          Field(.u8, "visible"),
          Field(.u8, "pad"),
        ]),
    ]
}

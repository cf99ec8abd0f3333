// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The page that a guest shares with Xen. Source: public/xen.h, arch-x86*, 3.0.0 to 4.22.
  static let sharedInfo: [Structure] = [
    Structure(
      "vcpu_time_info", "xen.h",
      summary: "How a vCPU turns its time stamp counter into system time.",
      [
        Field(.u32, "version"),
        Field(.u32, "pad0"),
        Field(.u64, "tsc_timestamp"),
        Field(.u64, "system_time"),
        Field(.u32, "tsc_to_system_mul"),
        Field(.s8, "tsc_shift"),
        Field(.s8, "pad1", count: 3, until: .v4_7),
        Field(.u8, "flags", since: .v4_7),
        Field(.u8, "pad1", count: 2, since: .v4_7),
      ]),
    Structure(
      "arch_vcpu_info", "arch-x86/xen-x86_32.h",
      summary: "x86's part of vcpu_info: the address of a page fault.", only: .i386,
      [Field(.ulong, "cr2"), Field(.ulong, "pad", count: 5)]),
    Structure(
      "arch_vcpu_info", "arch-x86/xen-x86_64.h",
      summary: "x86's part of vcpu_info: the address of a page fault.", only: .x86_64,
      [Field(.ulong, "cr2"), Field(.ulong, "pad")]),
    Structure(
      "vcpu_info", "xen.h", summary: "A vCPU's pending events, its mask and its time.",
      [
        Field(.u8, "evtchn_upcall_pending"),
        Field(.u8, "evtchn_upcall_mask"),
        Field(.xenUlong, "evtchn_pending_sel"),
        Field(.named("arch_vcpu_info"), "arch"),
        Field(.named("vcpu_time_info"), "time"),
      ]),
    Structure(
      "arch_shared_info", "arch-x86/xen.h",
      summary: "x86's part of shared_info: the guest's physical-to-machine table.",
      [
        Field(.ulong, "max_pfn"),
        Field(.xenPfn, "pfn_to_mfn_frame_list_list"),
        Field(.ulong, "nmi_reason", since: .v3_0_2),
        Field(.u64, "pad", count: 32, since: .v3_0_3, until: .v4_6),
        Field(.ulong, "p2m_cr3", since: .v4_6),
        Field(.ulong, "p2m_vaddr", since: .v4_6),
        Field(.ulong, "p2m_generation", since: .v4_6),
        Field(.u32, "wc_sec_hi", since: .v4_6, only: .i386),
      ]),
    Structure(
      "shared_info", "xen.h", summary: "The page that a guest shares with Xen: events and time.",
      [
        Field(.named("vcpu_info"), "vcpu_info", count: 32),
        Field(.xenUlong, "evtchn_pending", count: .perArchitecture(i386: 32, x86_64: 64)),
        Field(.xenUlong, "evtchn_mask", count: .perArchitecture(i386: 32, x86_64: 64)),
        Field(.u32, "wc_version"),
        Field(.u32, "wc_sec"),
        Field(.u32, "wc_nsec"),
        Field(.u32, "wc_sec_hi", since: .v4_6, only: .x86_64),
        Field(.named("arch_shared_info"), "arch"),
      ]),
  ]
}

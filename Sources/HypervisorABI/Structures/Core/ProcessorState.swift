// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Lists of CPUID leaves and MSRs with their values. Source: public/arch-x86/xen.h, 4.12 to 4.22.
  static let processorState: [Structure] =
    [
      Structure(
        "xen_cpuid_leaf", "arch-x86/xen.h",
        summary: "One leaf of a CPU policy: its number and what the registers hold.", since: .v4_12,
        [
          Field(.u32, "leaf"),
          Field(.u32, "subleaf"),
          Field(.u32, "a"),
          Field(.u32, "b"),
          Field(.u32, "c"),
          Field(.u32, "d"),
        ]),
      Structure(
        "xen_msr_entry", "arch-x86/xen.h", summary: "One MSR of a CPU policy and its value.",
        since: .v4_12,
        [
          Field(.u32, "idx"),
          Field(.u32, "flags"),
          Field(.u64, "val"),
        ]),
      Structure(
        "xen_uuid", "xen.h", summary: "A UUID in its textual order of bytes.", since: .v4_10,
        typedef: true,
        [
          Field(.u8, "a", count: 16)
        ]),
    ]
}

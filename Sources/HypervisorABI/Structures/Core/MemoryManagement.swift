// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Page-table updates and multicalls. Source: public/xen.h, 3.0.0 to 4.22.
  static let memoryManagement: [Structure] =
    [
      Structure(
        "mmu_update", "xen.h",
        summary: "One update of a page-table entry; the low two bits of ptr are the command.",
        [
          Field(.u64, "ptr"),
          Field(.u64, "val"),
        ]),
      Structure(
        "mmuext_op", "xen.h",
        summary: "One MMUEXT_* command: pinning, a new page-table base, TLB and cache flushes.",
        [
          Field(.uint, "cmd"),
          Field(
            .union([
              Field(.ulong, "mfn", until: .v3_0_3),
              Field(.xenPfn, "mfn", since: .v3_0_3),
              Field(.ulong, "linear_addr"),
            ]), "arg1"),
          Field(
            .union([
              Field(.uint, "nr_ents"),
              Field(.pointer("void"), "vcpumask", until: .v3_0_4),
              Field(.handle("void"), "vcpumask", since: .v3_0_4, until: .v3_4),
              Field(.handle("const void"), "vcpumask", since: .v3_4),
              Field(.xenPfn, "src_mfn", since: .v3_4),
            ]), "arg2"),
        ]),
      Structure(
        "multicall_entry", "xen.h",
        summary: "One call of a batch, and the result that Xen writes back.",
        [
          Field(.ulong, "op", until: .v4_5),
          Field(.ulong, "result", until: .v4_5),
          Field(.ulong, "args", count: 6, until: .v4_5),
          Field(.xenUlong, "op", since: .v4_5),
          Field(.xenUlong, "result", since: .v4_5),
          Field(.xenUlong, "args", count: 6, since: .v4_5),
        ]),
    ]
}

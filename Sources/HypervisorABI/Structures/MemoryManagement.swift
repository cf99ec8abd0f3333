// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Page tables and batches of calls. Source: public/xen.h, 3.0.2 to 4.22.
  static let memoryManagement: [Structure] = [
    Structure("mmu_update", "xen.h", [Field(.u64, "ptr"), Field(.u64, "val")]),
    Structure(
      "mmuext_op", "xen.h",
      [
        Field(.uint, "cmd"),
        Field(.union([Field(.xenPfn, "mfn"), Field(.ulong, "linear_addr")]), "arg1"),
        Field(
          .union([
            Field(.uint, "nr_ents"),
            Field(.pointer("void"), "vcpumask", until: .v3_0_4),
            Field(.handle("const void"), "vcpumask", since: .v3_0_4),
            Field(.xenPfn, "src_mfn", since: .v3_4),
          ]), "arg2"),
      ]),
    Structure(
      "multicall_entry", "xen.h",
      [Field(.xenUlong, "op"), Field(.xenUlong, "result"), Field(.xenUlong, "args", count: 6)]),
  ]
}

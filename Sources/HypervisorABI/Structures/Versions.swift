// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Answers of `XENVER_*`. Source: public/version.h, 3.0.2 to 4.22.
  static let versions: [Structure] = [
    Structure(
      "xen_compile_info", "version.h",
      [
        Field(.char, "compiler", count: 64),
        Field(.char, "compile_by", count: 16),
        Field(.char, "compile_domain", count: 32),
        Field(.char, "compile_date", count: 32),
      ]),
    Structure("xen_platform_parameters", "version.h", [Field(.xenUlong, "virt_start")]),
    Structure(
      "xen_feature_info", "version.h", [Field(.uint, "submap_idx"), Field(.u32, "submap")]),
    Structure(
      "xen_build_id", "version.h", since: .v4_7,
      [
        Field(.u32, "len"),
        Field(.uchar, "buf", count: 1, until: .v4_13),
        Field(.uchar, "buf", count: 0, since: .v4_13),
      ]),
  ]
}

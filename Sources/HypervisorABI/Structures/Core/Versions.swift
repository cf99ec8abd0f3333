// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `XENVER_*`. Source: public/version.h, 3.0.0 to 4.22.
  static let versions: [Structure] =
    [
      Structure(
        "xen_compile_info", "version.h",
        summary: "XENVER_compile_info: compiler, builder and date of the hypervisor.",
        [
          Field(.char, "compiler", count: 64),
          Field(.char, "compile_by", count: 16),
          Field(.char, "compile_domain", count: 32),
          Field(.char, "compile_date", count: 32),
        ]),
      Structure(
        "xen_platform_parameters", "version.h",
        summary: "XENVER_platform_parameters: where the hypervisor's hole begins.",
        [
          Field(.ulong, "virt_start", until: .v4_3),
          Field(.xenUlong, "virt_start", since: .v4_3),
        ]),
      Structure(
        "xen_feature_info", "version.h",
        summary: "XENVER_get_features: 32 feature bits of one submap.", since: .v3_0_2,
        [
          Field(.uint, "submap_idx", until: .v4_18),
          Field(.u32, "submap_idx", since: .v4_18),
          Field(.u32, "submap"),
        ]),
      Structure(
        "xen_build_id", "version.h",
        summary: "XENVER_build_id: the hypervisor's build id, as long as it is.", since: .v4_7,
        [
          Field(.u32, "len"),
          Field(.uchar, "buf", count: 1, until: .v4_13),
          Field(.uchar, "buf", count: 0, since: .v4_13),
        ]),
      Structure(
        "xen_varbuf", "version.h", summary: "Buffer of the XENVER_*2 commands: text of any length.",
        since: .v4_20,
        [
          Field(.u32, "len"),
          Field(.uchar, "buf", count: 0),
        ]),
    ]
}

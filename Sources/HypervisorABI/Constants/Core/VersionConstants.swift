// SPDX-License-Identifier: Apache-2.0

/// Constants of public/version.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Commands of xen_version.
  public static let xenVersion = ConstantGroup(
    "commands of xen_version", "version.h",
    [
      Constant("XENVER_version", 0),
      Constant("XENVER_extraversion", 1),
      Constant("XENVER_compile_info", 2, takes: "xen_compile_info"),
      Constant("XENVER_capabilities", 3),
      Constant("XENVER_changeset", 4),
      Constant("XENVER_platform_parameters", 5, takes: "xen_platform_parameters"),
      Constant("XENVER_get_features", 6, since: .v3_0_2, takes: "xen_feature_info"),
      Constant("XENVER_pagesize", 7, since: .v3_0_3),
      Constant("XENVER_guest_handle", 8, since: .v3_0_3),
      Constant("XENVER_commandline", 9, since: .v4_0),
      Constant("XENVER_build_id", 10, since: .v4_7, takes: "xen_build_id"),
      Constant("XENVER_extraversion2", 11, since: .v4_20, takes: "xen_varbuf"),
      Constant("XENVER_capabilities2", 12, since: .v4_20, takes: "xen_varbuf"),
      Constant("XENVER_changeset2", 13, since: .v4_20, takes: "xen_varbuf"),
      Constant("XENVER_commandline2", 14, since: .v4_20, takes: "xen_varbuf"),
    ])
}

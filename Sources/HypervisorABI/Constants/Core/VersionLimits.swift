// SPDX-License-Identifier: Apache-2.0

/// Lengths of the results of xen_version. Source: public/version.h, features.h, 4.18 to 4.22.
extension ConstantGroup {
  /// Lengths of the texts that xen_version returns.
  public static let versionLengths = ConstantGroup(
    "lengths of texts of xen_version", "version.h",
    [
      Constant("XEN_EXTRAVERSION_LEN", 16, since: .v3_0_2),
      Constant("XEN_CAPABILITIES_INFO_LEN", 1024, since: .v3_0_2),
      Constant("XEN_CHANGESET_INFO_LEN", 64, since: .v3_0_2),
    ])

  /// The number of feature words of XENVER_get_features.
  public static let featureSubmaps = ConstantGroup(
    "feature words of XENVER_get_features", "features.h",
    [
      Constant("XENFEAT_NR_SUBMAPS", 1, since: .v3_0_2)
    ])
}

// SPDX-License-Identifier: Apache-2.0

extension Constant {
  /// Whether a constant only states the number of other names in its header, or the last of them.
  ///
  /// Such a number grows from release to release. It is never passed between guest and Xen, so that
  /// a guest that was compiled with an older value works as before.
  public static func isCount(_ name: String) -> Bool { counts.contains(name) }

  private static let counts: Set = [
    "FLASK_LAST", "HVMPV_feature_mask", "HVM_NR_PARAMS", "MAX_VMASST_TYPE", "NR_VIRQS",
    "SHUTDOWN_MAX", "XENOPROF_last_op", "XEN_CPUID_MAX_NUM_LEAVES", "XEN_ELFNOTE_MAX",
    "XEN_NETIF_EXTRA_TYPE_MAX", "XS_TYPE_COUNT",
  ]
}

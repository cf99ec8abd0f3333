// SPDX-License-Identifier: Apache-2.0

extension Constant {
  /// Whether the name only tells how many others its header has, or which of them is the last.
  ///
  /// Such a number grows from release to release and is never passed to the other side: a guest
  /// that was compiled with the smaller one goes on as it was.
  public static func isCount(_ name: String) -> Bool { counts.contains(name) }

  private static let counts: Set = [
    "FLASK_LAST", "HVMPV_feature_mask", "HVM_NR_PARAMS", "MAX_VMASST_TYPE", "NR_VIRQS",
    "SHUTDOWN_MAX", "XENOPROF_last_op", "XEN_CPUID_MAX_NUM_LEAVES", "XEN_ELFNOTE_MAX",
    "XEN_NETIF_EXTRA_TYPE_MAX", "XS_TYPE_COUNT",
  ]
}

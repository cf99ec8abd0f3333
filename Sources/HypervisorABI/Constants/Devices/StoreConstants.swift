// SPDX-License-Identifier: Apache-2.0

/// Constants of public/io/xs_wire.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Limits of XenStore.
  public static let storeLimits = ConstantGroup(
    "limits of the store", "io/xs_wire.h",
    [
      Constant("XENSTORE_PAYLOAD_MAX", 4096, since: .v3_2),
      Constant("XENSTORE_ABS_PATH_MAX", 3072, since: .v3_2),
      Constant("XENSTORE_REL_PATH_MAX", 2048, since: .v3_2),
      Constant("XENSTORE_RING_SIZE", 1024),
    ])
}

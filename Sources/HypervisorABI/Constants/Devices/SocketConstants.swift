// SPDX-License-Identifier: Apache-2.0

/// Commands of pvcalls and notification flags of vchan. Source: public/io/pvcalls.h, libxenvchan.h,
/// 4.2 to 4.22.
extension ConstantGroup {
  /// Commands of pvcalls.
  public static let socketOps = ConstantGroup(
    "commands of pvcalls", "io/pvcalls.h",
    [
      Constant("PVCALLS_SOCKET", 0, since: .v4_9),
      Constant("PVCALLS_CONNECT", 1, since: .v4_9),
      Constant("PVCALLS_RELEASE", 2, since: .v4_9),
      Constant("PVCALLS_BIND", 3, since: .v4_9),
      Constant("PVCALLS_LISTEN", 4, since: .v4_9),
      Constant("PVCALLS_ACCEPT", 5, since: .v4_9),
      Constant("PVCALLS_POLL", 6, since: .v4_9),
    ])

  /// Flags of vchan that request a notification.
  public static let vchanFlags = ConstantGroup(
    "who wants to be notified in vchan", "io/libxenvchan.h",
    [
      Constant("VCHAN_NOTIFY_WRITE", hex: 0x1, since: .v4_2),
      Constant("VCHAN_NOTIFY_READ", hex: 0x2, since: .v4_2),
    ])
}

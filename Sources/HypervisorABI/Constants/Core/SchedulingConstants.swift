// SPDX-License-Identifier: Apache-2.0

/// Constants of public/sched.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Commands of sched_op.
  public static let schedOp = ConstantGroup(
    "commands of sched_op", "sched.h",
    [
      Constant("SCHEDOP_yield", 0),
      Constant("SCHEDOP_block", 1),
      Constant("SCHEDOP_shutdown", 2, takes: "sched_shutdown"),
      Constant("SCHEDOP_poll", 3, since: .v3_0_2, takes: "sched_poll"),
      Constant("SCHEDOP_remote_shutdown", 4, since: .v3_0_3, takes: "sched_remote_shutdown"),
      Constant("SCHEDOP_shutdown_code", 5, since: .v4_1, takes: "sched_shutdown"),
      Constant("SCHEDOP_watchdog", 6, since: .v4_1, takes: "sched_watchdog"),
      Constant("SCHEDOP_pin_override", 7, since: .v4_7, takes: "sched_pin_override"),
    ])

  /// Reasons for a domain's shutdown.
  public static let shutdownReasons = ConstantGroup(
    "why a domain shuts down", "sched.h",
    [
      Constant("SHUTDOWN_poweroff", 0),
      Constant("SHUTDOWN_reboot", 1),
      Constant("SHUTDOWN_suspend", 2),
      Constant("SHUTDOWN_crash", 3),
      Constant("SHUTDOWN_watchdog", 4, since: .v4_1),
      Constant("SHUTDOWN_soft_reset", 5, since: .v4_7),
      Constant("SHUTDOWN_MAX", 4, since: .v4_3, until: .v4_7),
      Constant("SHUTDOWN_MAX", 5, since: .v4_7),
    ])
}

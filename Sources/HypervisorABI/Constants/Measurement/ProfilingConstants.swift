// SPDX-License-Identifier: Apache-2.0

/// Commands and limits of xenoprof_op. Source: public/xenoprof.h, 3.0.3 to 4.22.
extension ConstantGroup {
  /// Commands of xenoprof_op.
  public static let xenoprofOp = ConstantGroup(
    "commands of xenoprof_op", "xenoprof.h",
    [
      Constant("XENOPROF_init", 0, since: .v3_0_3, takes: "xenoprof_init"),
      Constant("XENOPROF_reset_active_list", 1, since: .v3_0_3),
      Constant("XENOPROF_reset_passive_list", 2, since: .v3_0_3),
      Constant("XENOPROF_set_active", 3, since: .v3_0_3),
      Constant("XENOPROF_set_passive", 4, since: .v3_0_3, takes: "xenoprof_passive"),
      Constant("XENOPROF_reserve_counters", 5, since: .v3_0_3),
      Constant("XENOPROF_counter", 6, since: .v3_0_3, takes: "xenoprof_counter"),
      Constant("XENOPROF_setup_events", 7, since: .v3_0_3),
      Constant("XENOPROF_enable_virq", 8, since: .v3_0_3),
      Constant("XENOPROF_start", 9, since: .v3_0_3),
      Constant("XENOPROF_stop", 10, since: .v3_0_3),
      Constant("XENOPROF_disable_virq", 11, since: .v3_0_3),
      Constant("XENOPROF_release_counters", 12, since: .v3_0_3),
      Constant("XENOPROF_shutdown", 13, since: .v3_0_3),
      Constant("XENOPROF_get_buffer", 14, since: .v3_0_3, takes: "xenoprof_get_buffer"),
      Constant("XENOPROF_set_backtrace", 15, since: .v3_2),
      Constant("XENOPROF_get_ibs_caps", 16, since: .v4_1),
      Constant("XENOPROF_ibs_counter", 17, since: .v4_1, takes: "xenoprof_ibs_counter"),
      Constant("XENOPROF_last_op", 14, since: .v3_0_3, until: .v3_2),
      Constant("XENOPROF_last_op", 15, since: .v3_2, until: .v4_1),
      Constant("XENOPROF_last_op", 17, since: .v4_1),
    ])

  /// Limits and codes of xenoprof's buffers.
  public static let xenoprofValues = ConstantGroup(
    "limits and codes of xenoprof's buffers", "xenoprof.h",
    [
      Constant("MAX_OPROF_EVENTS", 32, since: .v3_0_3),
      Constant("MAX_OPROF_DOMAINS", 25, since: .v3_0_3),
      Constant("XENOPROF_CPU_TYPE_SIZE", 64, since: .v3_0_3),
      Constant("XENOPROF_TRACE_BEGIN", 1, since: .v3_2),
    ])

  /// Limits and codes of xenoprof's buffers.
  public static let xenoprofValues32 = ConstantGroup(
    "limits and codes of xenoprof's buffers", "xenoprof.h", only: .i386,
    [
      Constant("XENOPROF_ESCAPE_CODE", 4_294_967_295, since: .v3_2, until: .v4_2),
      Constant("XENOPROF_ESCAPE_CODE", hex: 0xffff_ffff_ffff_ffff, since: .v4_2),
    ])

  /// Limits and codes of xenoprof's buffers.
  public static let xenoprofValues64 = ConstantGroup(
    "limits and codes of xenoprof's buffers", "xenoprof.h", only: .x86_64,
    [
      Constant("XENOPROF_ESCAPE_CODE", hex: 0xffff_ffff_ffff_ffff, since: .v3_2)
    ])
}

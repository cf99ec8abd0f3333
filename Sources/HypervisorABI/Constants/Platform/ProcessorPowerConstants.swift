// SPDX-License-Identifier: Apache-2.0

/// Power management by platform_op. Source: public/platform.h, 3.3 to 4.22.
extension ConstantGroup {
  /// Types and flags of XENPF_set_processor_pminfo.
  public static let processorPower = ConstantGroup(
    "kinds and flags of XENPF_set_processor_pminfo", "platform.h",
    [
      Constant("XEN_PROCESSOR_PM_CX", 1, since: .v3_3),
      Constant("XEN_PROCESSOR_PM_PX", 2, since: .v3_3),
      Constant("XEN_PROCESSOR_PM_TX", 4, since: .v3_3),
      Constant("XEN_PM_CX", 0, since: .v3_3),
      Constant("XEN_PM_PX", 1, since: .v3_3),
      Constant("XEN_PM_TX", 2, since: .v3_3),
      Constant("XEN_PM_PDC", 3, since: .v4_2),
      Constant("XEN_PM_CPPC", 4, since: .v4_21),
      Constant("XEN_PX_PCT", 1, since: .v3_3),
      Constant("XEN_PX_PSS", 2, since: .v3_3),
      Constant("XEN_PX_PPC", 4, since: .v3_3),
      Constant("XEN_PX_PSD", 8, since: .v3_3),
      Constant("XEN_CPPC_PSD", hex: 0x1, since: .v4_21),
      Constant("XEN_CPPC_CPC", hex: 0x2, since: .v4_21),
      Constant("XEN_CPUPERF_SHARED_TYPE_HW", 1, since: .v4_17),
      Constant("XEN_CPUPERF_SHARED_TYPE_ALL", 2, since: .v4_17),
      Constant("XEN_CPUPERF_SHARED_TYPE_ANY", 3, since: .v4_17),
    ])
}

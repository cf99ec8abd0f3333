// SPDX-License-Identifier: Apache-2.0

/// Commands, modes and features of xenpmu_op. Source: public/pmu.h, arch-x86/pmu.h, 4.6 to 4.22.
extension ConstantGroup {
  /// Commands of xenpmu_op.
  public static let xenpmuOp = ConstantGroup(
    "commands of xenpmu_op", "pmu.h",
    [
      Constant("XENPMU_mode_get", 0, since: .v4_6),
      Constant("XENPMU_mode_set", 1, since: .v4_6),
      Constant("XENPMU_feature_get", 2, since: .v4_6),
      Constant("XENPMU_feature_set", 3, since: .v4_6),
      Constant("XENPMU_init", 4, since: .v4_6),
      Constant("XENPMU_finish", 5, since: .v4_6),
      Constant("XENPMU_lvtpc_set", 6, since: .v4_6),
      Constant("XENPMU_flush", 7, since: .v4_6),
    ])

  /// Versions, modes and features of xenpmu_op.
  public static let xenpmuValues = ConstantGroup(
    "versions, modes and features of xenpmu_op", "pmu.h",
    [
      Constant("XENPMU_VER_MAJ", 0, since: .v4_6),
      Constant("XENPMU_VER_MIN", 1, since: .v4_6),
      Constant("XENPMU_MODE_OFF", 0, since: .v4_6),
      Constant("XENPMU_MODE_SELF", hex: 0x1, since: .v4_6),
      Constant("XENPMU_MODE_HV", hex: 0x2, since: .v4_6),
      Constant("XENPMU_MODE_ALL", hex: 0x4, since: .v4_6),
      Constant("XENPMU_FEATURE_INTEL_BTS", 1, since: .v4_6),
      Constant("XENPMU_FEATURE_IPC_ONLY", hex: 0x2, since: .v4_7),
      Constant("XENPMU_FEATURE_ARCH_ONLY", hex: 0x4, since: .v4_7),
    ])

  /// Flags and padding of the page that a vCPU shares with Xen.
  public static let pmuFlags = ConstantGroup(
    "flags and padding of the page that a vCPU shares", "arch-x86/pmu.h",
    [
      Constant("PMU_CACHED", hex: 0x1, since: .v4_6),
      Constant("PMU_SAMPLE_USER", hex: 0x2, since: .v4_6),
      Constant("PMU_SAMPLE_REAL", hex: 0x4, since: .v4_6),
      Constant("PMU_SAMPLE_PV", hex: 0x8, since: .v4_6),
      Constant("XENPMU_REGS_PAD_SZ", 64, since: .v4_6),
      Constant("XENPMU_CTXT_PAD_SZ", 128, since: .v4_6),
    ])
}

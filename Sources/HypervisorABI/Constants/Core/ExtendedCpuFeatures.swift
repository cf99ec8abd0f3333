// SPDX-License-Identifier: Apache-2.0

/// Further CPUID features and ARCH_CAPABILITIES, as word × 32 + bit. Source:
/// public/arch-x86/cpufeatureset.h, 4.7 to 4.22.
extension ConstantGroup {
  /// CPU features of leaf 0xd:1, eax.
  public static let cpuFeatures4 = ConstantGroup(
    "CPU features of leaf 0xd:1, eax", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_XSAVEOPT", 128, since: .v4_7),
      Constant("XEN_X86_FEATURE_XSAVEC", 129, since: .v4_7),
      Constant("XEN_X86_FEATURE_XGETBV1", 130, since: .v4_7),
      Constant("XEN_X86_FEATURE_XSAVES", 131, since: .v4_7),
      Constant("XEN_X86_FEATURE_XFD", 132, since: .v4_20),
    ])

  /// CPU features of leaf 0x80000007, edx.
  public static let cpuFeatures7 = ConstantGroup(
    "CPU features of leaf 0x80000007, edx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_HW_PSTATE", 231, since: .v4_17),
      Constant("XEN_X86_FEATURE_ITSC", 232, since: .v4_7),
      Constant("XEN_X86_FEATURE_CPB", 233, since: .v4_17),
      Constant("XEN_X86_FEATURE_EFRO", 234, since: .v4_7),
    ])

  /// CPU features of leaf 0x80000008, ebx.
  public static let cpuFeatures8 = ConstantGroup(
    "CPU features of leaf 0x80000008, ebx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_CLZERO", 256, since: .v4_7),
      Constant("XEN_X86_FEATURE_RSTR_FP_ERR_PTRS", 258, since: .v4_13),
      Constant("XEN_X86_FEATURE_WBNOINVD", 265, since: .v4_13),
      Constant("XEN_X86_FEATURE_IBPB", 268, since: .v4_11),
      Constant("XEN_X86_FEATURE_IBRS", 270, since: .v4_16),
      Constant("XEN_X86_FEATURE_AMD_STIBP", 271, since: .v4_16),
      Constant("XEN_X86_FEATURE_IBRS_ALWAYS", 272, since: .v4_16),
      Constant("XEN_X86_FEATURE_STIBP_ALWAYS", 273, since: .v4_16),
      Constant("XEN_X86_FEATURE_IBRS_FAST", 274, since: .v4_16),
      Constant("XEN_X86_FEATURE_IBRS_SAME_MODE", 275, since: .v4_16),
      Constant("XEN_X86_FEATURE_NO_LMSL", 276, since: .v4_16),
      Constant("XEN_X86_FEATURE_AMD_PPIN", 279, since: .v4_14),
      Constant("XEN_X86_FEATURE_AMD_SSBD", 280, since: .v4_16),
      Constant("XEN_X86_FEATURE_VIRT_SSBD", 281, since: .v4_16),
      Constant("XEN_X86_FEATURE_SSB_NO", 282, since: .v4_16),
      Constant("XEN_X86_FEATURE_CPPC", 283, since: .v4_21),
      Constant("XEN_X86_FEATURE_PSFD", 284, since: .v4_16),
      Constant("XEN_X86_FEATURE_BTC_NO", 285, since: .v4_17),
      Constant("XEN_X86_FEATURE_IBPB_RET", 286, since: .v4_17),
    ])

  /// CPU features of leaf 0x80000021, eax.
  public static let cpuFeatures11 = ConstantGroup(
    "CPU features of leaf 0x80000021, eax", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_NO_NEST_BP", 352, since: .v4_19),
      Constant("XEN_X86_FEATURE_FS_GS_NS", 353, since: .v4_19),
      Constant("XEN_X86_FEATURE_LFENCE_DISPATCH", 354, since: .v4_16),
      Constant("XEN_X86_FEATURE_VERW_CLEAR", 357, since: .v4_21),
      Constant("XEN_X86_FEATURE_NSCB", 358, since: .v4_16),
      Constant("XEN_X86_FEATURE_AUTO_IBRS", 360, since: .v4_18),
      Constant("XEN_X86_FEATURE_AMD_FSRS", 362, since: .v4_19),
      Constant("XEN_X86_FEATURE_AMD_FSRC", 363, since: .v4_19),
      Constant("XEN_X86_FEATURE_CPUID_USER_DIS", 369, since: .v4_18),
      Constant("XEN_X86_FEATURE_EPSF", 370, since: .v4_19),
      Constant("XEN_X86_FEATURE_FSRSC", 371, since: .v4_19),
      Constant("XEN_X86_FEATURE_AMD_PREFETCHI", 372, since: .v4_19),
      Constant("XEN_X86_FEATURE_AVX512_BMM", 375, since: .v4_22),
      Constant("XEN_X86_FEATURE_SBPB", 379, since: .v4_18),
      Constant("XEN_X86_FEATURE_IBPB_BRTYPE", 380, since: .v4_18),
      Constant("XEN_X86_FEATURE_SRSO_NO", 381, since: .v4_18),
      Constant("XEN_X86_FEATURE_SRSO_US_NO", 382, since: .v4_20),
      Constant("XEN_X86_FEATURE_SRSO_MSR_FIX", 383, since: .v4_20),
    ])

  /// CPU features of MSR ARCH_CAPABILITIES, low.
  public static let cpuFeatures16 = ConstantGroup(
    "CPU features of MSR ARCH_CAPABILITIES, low", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_RDCL_NO", 512, since: .v4_18),
      Constant("XEN_X86_FEATURE_EIBRS", 513, since: .v4_18),
      Constant("XEN_X86_FEATURE_RSBA", 514, since: .v4_18),
      Constant("XEN_X86_FEATURE_SKIP_L1DFL", 515, since: .v4_18),
      Constant("XEN_X86_FEATURE_INTEL_SSB_NO", 516, since: .v4_18),
      Constant("XEN_X86_FEATURE_MDS_NO", 517, since: .v4_18),
      Constant("XEN_X86_FEATURE_IF_PSCHANGE_MC_NO", 518, since: .v4_18),
      Constant("XEN_X86_FEATURE_TSX_CTRL", 519, since: .v4_18),
      Constant("XEN_X86_FEATURE_TAA_NO", 520, since: .v4_18),
      Constant("XEN_X86_FEATURE_MCU_CTRL", 521, since: .v4_18),
      Constant("XEN_X86_FEATURE_MISC_PKG_CTRL", 522, since: .v4_18),
      Constant("XEN_X86_FEATURE_ENERGY_FILTERING", 523, since: .v4_18),
      Constant("XEN_X86_FEATURE_DOITM", 524, since: .v4_18),
      Constant("XEN_X86_FEATURE_SBDR_SSDP_NO", 525, since: .v4_18),
      Constant("XEN_X86_FEATURE_FBSDP_NO", 526, since: .v4_18),
      Constant("XEN_X86_FEATURE_PSDP_NO", 527, since: .v4_18),
      Constant("XEN_X86_FEATURE_MCU_EXT", 528, since: .v4_21),
      Constant("XEN_X86_FEATURE_FB_CLEAR", 529, since: .v4_18),
      Constant("XEN_X86_FEATURE_FB_CLEAR_CTRL", 530, since: .v4_18),
      Constant("XEN_X86_FEATURE_RRSBA", 531, since: .v4_18),
      Constant("XEN_X86_FEATURE_BHI_NO", 532, since: .v4_18),
      Constant("XEN_X86_FEATURE_XAPIC_STATUS", 533, since: .v4_18),
      Constant("XEN_X86_FEATURE_OVRCLK_STATUS", 535, since: .v4_18),
      Constant("XEN_X86_FEATURE_PBRSB_NO", 536, since: .v4_18),
      Constant("XEN_X86_FEATURE_GDS_CTRL", 537, since: .v4_18),
      Constant("XEN_X86_FEATURE_GDS_NO", 538, since: .v4_18),
      Constant("XEN_X86_FEATURE_RFDS_NO", 539, since: .v4_19),
      Constant("XEN_X86_FEATURE_RFDS_CLEAR", 540, since: .v4_19),
      Constant("XEN_X86_FEATURE_IGN_UMONITOR", 541, since: .v4_21),
      Constant("XEN_X86_FEATURE_MON_UMON_MITG", 542, since: .v4_21),
    ])

  /// CPU features of MSR ARCH_CAPABILITIES, high.
  public static let cpuFeatures17 = ConstantGroup(
    "CPU features of MSR ARCH_CAPABILITIES, high", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_PB_OPT_CTRL", 544, since: .v4_21),
      Constant("XEN_X86_FEATURE_ITS_NO", 574, since: .v4_21),
    ])

  /// CPU features of leaf 0x80000021, ecx.
  public static let cpuFeatures18 = ConstantGroup(
    "CPU features of leaf 0x80000021, ecx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_TSA_SQ_NO", 577, since: .v4_21),
      Constant("XEN_X86_FEATURE_TSA_L1_NO", 578, since: .v4_21),
    ])
}

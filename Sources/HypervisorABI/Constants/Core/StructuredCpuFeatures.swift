// SPDX-License-Identifier: Apache-2.0

/// CPUID features of leaf 0x7, as word × 32 + bit. Source: public/arch-x86/cpufeatureset.h, 4.7 to
/// 4.22.
extension ConstantGroup {
  /// CPU features of leaf 0x7:0, ebx.
  public static let cpuFeatures5 = ConstantGroup(
    "CPU features of leaf 0x7:0, ebx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_FSGSBASE", 160, since: .v4_7),
      Constant("XEN_X86_FEATURE_TSC_ADJUST", 161, since: .v4_7),
      Constant("XEN_X86_FEATURE_SGX", 162, since: .v4_7),
      Constant("XEN_X86_FEATURE_BMI1", 163, since: .v4_7),
      Constant("XEN_X86_FEATURE_HLE", 164, since: .v4_7),
      Constant("XEN_X86_FEATURE_AVX2", 165, since: .v4_7),
      Constant("XEN_X86_FEATURE_FDP_EXCP_ONLY", 166, since: .v4_7),
      Constant("XEN_X86_FEATURE_SMEP", 167, since: .v4_7),
      Constant("XEN_X86_FEATURE_BMI2", 168, since: .v4_7),
      Constant("XEN_X86_FEATURE_ERMS", 169, since: .v4_7),
      Constant("XEN_X86_FEATURE_INVPCID", 170, since: .v4_7),
      Constant("XEN_X86_FEATURE_RTM", 171, since: .v4_7),
      Constant("XEN_X86_FEATURE_PQM", 172, since: .v4_7),
      Constant("XEN_X86_FEATURE_NO_FPU_SEL", 173, since: .v4_7),
      Constant("XEN_X86_FEATURE_MPX", 174, since: .v4_7),
      Constant("XEN_X86_FEATURE_PQE", 175, since: .v4_7),
      Constant("XEN_X86_FEATURE_AVX512F", 176, since: .v4_8),
      Constant("XEN_X86_FEATURE_AVX512DQ", 177, since: .v4_8),
      Constant("XEN_X86_FEATURE_RDSEED", 178, since: .v4_7),
      Constant("XEN_X86_FEATURE_ADX", 179, since: .v4_7),
      Constant("XEN_X86_FEATURE_SMAP", 180, since: .v4_7),
      Constant("XEN_X86_FEATURE_AVX512IFMA", 181, since: .v4_8, until: .v4_13),
      Constant("XEN_X86_FEATURE_AVX512_IFMA", 181, since: .v4_13),
      Constant("XEN_X86_FEATURE_CLFLUSHOPT", 183, since: .v4_7),
      Constant("XEN_X86_FEATURE_CLWB", 184, since: .v4_7),
      Constant("XEN_X86_FEATURE_PROC_TRACE", 185, since: .v4_15),
      Constant("XEN_X86_FEATURE_AVX512PF", 186, since: .v4_8),
      Constant("XEN_X86_FEATURE_AVX512ER", 187, since: .v4_8),
      Constant("XEN_X86_FEATURE_AVX512CD", 188, since: .v4_8),
      Constant("XEN_X86_FEATURE_SHA", 189, since: .v4_7),
      Constant("XEN_X86_FEATURE_AVX512BW", 190, since: .v4_8),
      Constant("XEN_X86_FEATURE_AVX512VL", 191, since: .v4_8),
    ])

  /// CPU features of leaf 0x7:0, ecx.
  public static let cpuFeatures6 = ConstantGroup(
    "CPU features of leaf 0x7:0, ecx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_PREFETCHWT1", 192, since: .v4_7),
      Constant("XEN_X86_FEATURE_AVX512VBMI", 193, since: .v4_8, until: .v4_13),
      Constant("XEN_X86_FEATURE_AVX512_VBMI", 193, since: .v4_13),
      Constant("XEN_X86_FEATURE_UMIP", 194, since: .v4_10),
      Constant("XEN_X86_FEATURE_PKU", 195, since: .v4_7),
      Constant("XEN_X86_FEATURE_OSPKE", 196, since: .v4_7),
      Constant("XEN_X86_FEATURE_WAITPKG", 197, since: .v4_20),
      Constant("XEN_X86_FEATURE_AVX512_VBMI2", 198, since: .v4_13),
      Constant("XEN_X86_FEATURE_CET_SS", 199, since: .v4_14),
      Constant("XEN_X86_FEATURE_GFNI", 200, since: .v4_13),
      Constant("XEN_X86_FEATURE_VAES", 201, since: .v4_13),
      Constant("XEN_X86_FEATURE_VPCLMULQDQ", 202, since: .v4_13),
      Constant("XEN_X86_FEATURE_AVX512_VNNI", 203, since: .v4_13),
      Constant("XEN_X86_FEATURE_AVX512_BITALG", 204, since: .v4_13),
      Constant("XEN_X86_FEATURE_TME", 205, since: .v4_20),
      Constant("XEN_X86_FEATURE_AVX512_VPOPCNTDQ", 206, since: .v4_9),
      Constant("XEN_X86_FEATURE_LA57", 208, since: .v4_20),
      Constant("XEN_X86_FEATURE_TSXLDTRK", 208, since: .v4_14, until: .v4_17),
      Constant("XEN_X86_FEATURE_RDPID", 214, since: .v4_9),
      Constant("XEN_X86_FEATURE_BLD", 216, since: .v4_18),
      Constant("XEN_X86_FEATURE_CLDEMOTE", 217, since: .v4_13),
      Constant("XEN_X86_FEATURE_MOVDIRI", 219, since: .v4_14),
      Constant("XEN_X86_FEATURE_MOVDIR64B", 220, since: .v4_14),
      Constant("XEN_X86_FEATURE_ENQCMD", 221, since: .v4_14),
      Constant("XEN_X86_FEATURE_SGX_LC", 222, since: .v4_20),
      Constant("XEN_X86_FEATURE_PKS", 223, since: .v4_18),
    ])

  /// CPU features of leaf 0x7:0, edx.
  public static let cpuFeatures9 = ConstantGroup(
    "CPU features of leaf 0x7:0, edx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_SGX_KEYS", 289, since: .v4_20),
      Constant("XEN_X86_FEATURE_AVX512_4VNNIW", 290, since: .v4_9),
      Constant("XEN_X86_FEATURE_AVX512_4FMAPS", 291, since: .v4_9),
      Constant("XEN_X86_FEATURE_FSRM", 292, since: .v4_16),
      Constant("XEN_X86_FEATURE_UINTR", 293, since: .v4_19),
      Constant("XEN_X86_FEATURE_AVX512_VP2INTERSECT", 296, since: .v4_15),
      Constant("XEN_X86_FEATURE_SRBDS_CTRL", 297, since: .v4_14),
      Constant("XEN_X86_FEATURE_MD_CLEAR", 298, since: .v4_13),
      Constant("XEN_X86_FEATURE_RTM_ALWAYS_ABORT", 299, since: .v4_16),
      Constant("XEN_X86_FEATURE_TSX_FORCE_ABORT", 301, since: .v4_13),
      Constant("XEN_X86_FEATURE_SERIALIZE", 302, since: .v4_14),
      Constant("XEN_X86_FEATURE_HYBRID", 303, since: .v4_19),
      Constant("XEN_X86_FEATURE_TSXLDTRK", 304, since: .v4_17),
      Constant("XEN_X86_FEATURE_PCONFIG", 306, since: .v4_20),
      Constant("XEN_X86_FEATURE_ARCH_LBR", 307, since: .v4_19),
      Constant("XEN_X86_FEATURE_CET_IBT", 308, since: .v4_14),
      Constant("XEN_X86_FEATURE_AMX_BF16", 310, since: .v4_20),
      Constant("XEN_X86_FEATURE_AVX512_FP16", 311, since: .v4_17),
      Constant("XEN_X86_FEATURE_AMX_TILE", 312, since: .v4_19),
      Constant("XEN_X86_FEATURE_AMX_INT8", 313, since: .v4_20),
      Constant("XEN_X86_FEATURE_IBRSB", 314, since: .v4_11),
      Constant("XEN_X86_FEATURE_STIBP", 315, since: .v4_11),
      Constant("XEN_X86_FEATURE_L1D_FLUSH", 316, since: .v4_12),
      Constant("XEN_X86_FEATURE_ARCH_CAPS", 317, since: .v4_11),
      Constant("XEN_X86_FEATURE_CORE_CAPS", 318, since: .v4_14),
      Constant("XEN_X86_FEATURE_SSBD", 319, since: .v4_11),
    ])

  /// CPU features of leaf 0x7:1, eax.
  public static let cpuFeatures10 = ConstantGroup(
    "CPU features of leaf 0x7:1, eax", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_SHA512", 320, since: .v4_19),
      Constant("XEN_X86_FEATURE_SM3", 321, since: .v4_19),
      Constant("XEN_X86_FEATURE_SM4", 322, since: .v4_19),
      Constant("XEN_X86_FEATURE_AVX_VNNI", 324, since: .v4_15),
      Constant("XEN_X86_FEATURE_AVX512_BF16", 325, since: .v4_13),
      Constant("XEN_X86_FEATURE_LASS", 326, since: .v4_21),
      Constant("XEN_X86_FEATURE_CMPCCXADD", 327, since: .v4_20),
      Constant("XEN_X86_FEATURE_ARCH_PERF_MON", 328, since: .v4_21),
      Constant("XEN_X86_FEATURE_FZRM", 330, since: .v4_16),
      Constant("XEN_X86_FEATURE_FSRS", 331, since: .v4_16),
      Constant("XEN_X86_FEATURE_FSRCS", 332, since: .v4_16),
      Constant("XEN_X86_FEATURE_FRED", 337, since: .v4_21),
      Constant("XEN_X86_FEATURE_LKGS", 338, since: .v4_21),
      Constant("XEN_X86_FEATURE_WRMSRNS", 339, since: .v4_18),
      Constant("XEN_X86_FEATURE_NMI_SRC", 340, since: .v4_21),
      Constant("XEN_X86_FEATURE_AMX_FP16", 341, since: .v4_20),
      Constant("XEN_X86_FEATURE_AVX_IFMA", 343, since: .v4_18),
      Constant("XEN_X86_FEATURE_LAM", 346, since: .v4_21),
      Constant("XEN_X86_FEATURE_MSRLIST", 347, since: .v4_21),
      Constant("XEN_X86_FEATURE_NO_INVD", 350, since: .v4_21),
    ])

  /// CPU features of leaf 0x7:1, ebx.
  public static let cpuFeatures12 = ConstantGroup(
    "CPU features of leaf 0x7:1, ebx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_INTEL_PPIN", 384, since: .v4_17)
    ])

  /// CPU features of leaf 0x7:2, edx.
  public static let cpuFeatures13 = ConstantGroup(
    "CPU features of leaf 0x7:2, edx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_INTEL_PSFD", 416, since: .v4_17),
      Constant("XEN_X86_FEATURE_IPRED_CTRL", 417, since: .v4_17),
      Constant("XEN_X86_FEATURE_RRSBA_CTRL", 418, since: .v4_17),
      Constant("XEN_X86_FEATURE_DDP_CTRL", 419, since: .v4_18),
      Constant("XEN_X86_FEATURE_BHI_CTRL", 420, since: .v4_17),
      Constant("XEN_X86_FEATURE_MCDT_NO", 421, since: .v4_17),
      Constant("XEN_X86_FEATURE_UC_LOCK_DIS", 422, since: .v4_21),
    ])

  /// CPU features of leaf 0x7:1, edx.
  public static let cpuFeatures15 = ConstantGroup(
    "CPU features of leaf 0x7:1, edx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_AVX_VNNI_INT8", 484, since: .v4_18),
      Constant("XEN_X86_FEATURE_AVX_NE_CONVERT", 485, since: .v4_18),
      Constant("XEN_X86_FEATURE_AMX_COMPLEX", 488, since: .v4_20),
      Constant("XEN_X86_FEATURE_AVX_VNNI_INT16", 490, since: .v4_19),
      Constant("XEN_X86_FEATURE_PREFETCHI", 494, since: .v4_19),
      Constant("XEN_X86_FEATURE_UIRET_UIF", 497, since: .v4_21),
      Constant("XEN_X86_FEATURE_CET_SSS", 498, since: .v4_18),
      Constant("XEN_X86_FEATURE_SLSM", 504, since: .v4_21),
    ])
}

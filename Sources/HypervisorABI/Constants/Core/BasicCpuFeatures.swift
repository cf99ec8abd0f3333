// SPDX-License-Identifier: Apache-2.0

/// CPUID features of leaves 0x1 and 0x80000001, as word × 32 + bit. Source:
/// public/arch-x86/cpufeatureset.h, 4.7 to 4.22.
extension ConstantGroup {
  /// CPU features of leaf 0x1, edx.
  public static let cpuFeatures0 = ConstantGroup(
    "CPU features of leaf 0x1, edx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_FPU", 0, since: .v4_7),
      Constant("XEN_X86_FEATURE_VME", 1, since: .v4_7),
      Constant("XEN_X86_FEATURE_DE", 2, since: .v4_7),
      Constant("XEN_X86_FEATURE_PSE", 3, since: .v4_7),
      Constant("XEN_X86_FEATURE_TSC", 4, since: .v4_7),
      Constant("XEN_X86_FEATURE_MSR", 5, since: .v4_7),
      Constant("XEN_X86_FEATURE_PAE", 6, since: .v4_7),
      Constant("XEN_X86_FEATURE_MCE", 7, since: .v4_7),
      Constant("XEN_X86_FEATURE_CX8", 8, since: .v4_7),
      Constant("XEN_X86_FEATURE_APIC", 9, since: .v4_7),
      Constant("XEN_X86_FEATURE_SEP", 11, since: .v4_7),
      Constant("XEN_X86_FEATURE_MTRR", 12, since: .v4_7),
      Constant("XEN_X86_FEATURE_PGE", 13, since: .v4_7),
      Constant("XEN_X86_FEATURE_MCA", 14, since: .v4_7),
      Constant("XEN_X86_FEATURE_CMOV", 15, since: .v4_7),
      Constant("XEN_X86_FEATURE_PAT", 16, since: .v4_7),
      Constant("XEN_X86_FEATURE_PSE36", 17, since: .v4_7),
      Constant("XEN_X86_FEATURE_CLFLUSH", 19, since: .v4_7),
      Constant("XEN_X86_FEATURE_DS", 21, since: .v4_7),
      Constant("XEN_X86_FEATURE_ACPI", 22, since: .v4_7),
      Constant("XEN_X86_FEATURE_MMX", 23, since: .v4_7),
      Constant("XEN_X86_FEATURE_FXSR", 24, since: .v4_7),
      Constant("XEN_X86_FEATURE_SSE", 25, since: .v4_7),
      Constant("XEN_X86_FEATURE_SSE2", 26, since: .v4_7),
      Constant("XEN_X86_FEATURE_SS", 27, since: .v4_9),
      Constant("XEN_X86_FEATURE_HTT", 28, since: .v4_7),
      Constant("XEN_X86_FEATURE_TM1", 29, since: .v4_7),
      Constant("XEN_X86_FEATURE_PBE", 31, since: .v4_7),
    ])

  /// CPU features of leaf 0x1, ecx.
  public static let cpuFeatures1 = ConstantGroup(
    "CPU features of leaf 0x1, ecx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_SSE3", 32, since: .v4_7),
      Constant("XEN_X86_FEATURE_PCLMULQDQ", 33, since: .v4_7),
      Constant("XEN_X86_FEATURE_DTES64", 34, since: .v4_7),
      Constant("XEN_X86_FEATURE_MONITOR", 35, since: .v4_7),
      Constant("XEN_X86_FEATURE_DSCPL", 36, since: .v4_7),
      Constant("XEN_X86_FEATURE_VMX", 37, since: .v4_7),
      Constant("XEN_X86_FEATURE_SMX", 38, since: .v4_7),
      Constant("XEN_X86_FEATURE_EIST", 39, since: .v4_7),
      Constant("XEN_X86_FEATURE_TM2", 40, since: .v4_7),
      Constant("XEN_X86_FEATURE_SSSE3", 41, since: .v4_7),
      Constant("XEN_X86_FEATURE_SDBG", 43, since: .v4_20),
      Constant("XEN_X86_FEATURE_FMA", 44, since: .v4_7),
      Constant("XEN_X86_FEATURE_CX16", 45, since: .v4_7),
      Constant("XEN_X86_FEATURE_XTPR", 46, since: .v4_7),
      Constant("XEN_X86_FEATURE_PDCM", 47, since: .v4_7),
      Constant("XEN_X86_FEATURE_PCID", 49, since: .v4_7),
      Constant("XEN_X86_FEATURE_DCA", 50, since: .v4_7),
      Constant("XEN_X86_FEATURE_SSE4_1", 51, since: .v4_7),
      Constant("XEN_X86_FEATURE_SSE4_2", 52, since: .v4_7),
      Constant("XEN_X86_FEATURE_X2APIC", 53, since: .v4_7),
      Constant("XEN_X86_FEATURE_MOVBE", 54, since: .v4_7),
      Constant("XEN_X86_FEATURE_POPCNT", 55, since: .v4_7),
      Constant("XEN_X86_FEATURE_TSC_DEADLINE", 56, since: .v4_7),
      Constant("XEN_X86_FEATURE_AESNI", 57, since: .v4_7),
      Constant("XEN_X86_FEATURE_XSAVE", 58, since: .v4_7),
      Constant("XEN_X86_FEATURE_OSXSAVE", 59, since: .v4_7),
      Constant("XEN_X86_FEATURE_AVX", 60, since: .v4_7),
      Constant("XEN_X86_FEATURE_F16C", 61, since: .v4_7),
      Constant("XEN_X86_FEATURE_RDRAND", 62, since: .v4_7),
      Constant("XEN_X86_FEATURE_HYPERVISOR", 63, since: .v4_7),
    ])

  /// CPU features of leaf 0x80000001, edx.
  public static let cpuFeatures2 = ConstantGroup(
    "CPU features of leaf 0x80000001, edx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_SYSCALL", 75, since: .v4_7),
      Constant("XEN_X86_FEATURE_NX", 84, since: .v4_7),
      Constant("XEN_X86_FEATURE_MMXEXT", 86, since: .v4_7),
      Constant("XEN_X86_FEATURE_FFXSR", 89, since: .v4_7),
      Constant("XEN_X86_FEATURE_PAGE1GB", 90, since: .v4_7),
      Constant("XEN_X86_FEATURE_RDTSCP", 91, since: .v4_7),
      Constant("XEN_X86_FEATURE_LM", 93, since: .v4_7),
      Constant("XEN_X86_FEATURE_3DNOWEXT", 94, since: .v4_7),
      Constant("XEN_X86_FEATURE_3DNOW", 95, since: .v4_7),
    ])

  /// CPU features of leaf 0x80000001, ecx.
  public static let cpuFeatures3 = ConstantGroup(
    "CPU features of leaf 0x80000001, ecx", "arch-x86/cpufeatureset.h",
    [
      Constant("XEN_X86_FEATURE_LAHF_LM", 96, since: .v4_7),
      Constant("XEN_X86_FEATURE_CMP_LEGACY", 97, since: .v4_7),
      Constant("XEN_X86_FEATURE_SVM", 98, since: .v4_7),
      Constant("XEN_X86_FEATURE_EXTAPIC", 99, since: .v4_7),
      Constant("XEN_X86_FEATURE_CR8_LEGACY", 100, since: .v4_7),
      Constant("XEN_X86_FEATURE_ABM", 101, since: .v4_7),
      Constant("XEN_X86_FEATURE_SSE4A", 102, since: .v4_7),
      Constant("XEN_X86_FEATURE_MISALIGNSSE", 103, since: .v4_7),
      Constant("XEN_X86_FEATURE_3DNOWPREFETCH", 104, since: .v4_7),
      Constant("XEN_X86_FEATURE_OSVW", 105, since: .v4_7),
      Constant("XEN_X86_FEATURE_IBS", 106, since: .v4_7),
      Constant("XEN_X86_FEATURE_XOP", 107, since: .v4_7),
      Constant("XEN_X86_FEATURE_SKINIT", 108, since: .v4_7),
      Constant("XEN_X86_FEATURE_WDT", 109, since: .v4_7),
      Constant("XEN_X86_FEATURE_LWP", 111, since: .v4_7),
      Constant("XEN_X86_FEATURE_FMA4", 112, since: .v4_7),
      Constant("XEN_X86_FEATURE_NODEID_MSR", 115, since: .v4_7),
      Constant("XEN_X86_FEATURE_TBM", 117, since: .v4_7),
      Constant("XEN_X86_FEATURE_TOPOEXT", 118, since: .v4_7),
      Constant("XEN_X86_FEATURE_DBEXT", 122, since: .v4_7),
      Constant("XEN_X86_FEATURE_MONITORX", 125, since: .v4_7),
      Constant("XEN_X86_FEATURE_ADDR_MSK_EXT", 126, since: .v4_19),
    ])
}

// SPDX-License-Identifier: Apache-2.0

/// Xen's CPUID leaves, 0x40000000 on. Source: public/arch-x86/cpuid.h, xen.h, 3.3 to 4.22.
extension ConstantGroup {
  /// Xen's CPUID leaves and their signature.
  public static let cpuidLeaves = ConstantGroup(
    "Xen's CPUID leaves and their signature", "arch-x86/cpuid.h",
    [
      Constant("XEN_CPUID_FIRST_LEAF", hex: 0x4000_0000, since: .v3_3),
      Constant("XEN_CPUID_SIGNATURE_EBX", hex: 0x566e_6558, since: .v3_3),
      Constant("XEN_CPUID_SIGNATURE_ECX", hex: 0x6558_4d4d, since: .v3_3),
      Constant("XEN_CPUID_SIGNATURE_EDX", hex: 0x4d4d_566e, since: .v3_3),
      Constant("XEN_CPUID_MAX_NUM_LEAVES", 4, since: .v4_5, until: .v4_10),
      Constant("XEN_CPUID_MAX_NUM_LEAVES", 5, since: .v4_10),
    ])

  /// Bits and values in Xen's CPUID leaves.
  public static let cpuidFeatures = ConstantGroup(
    "bits and values that Xen's CPUID leaves hold", "arch-x86/cpuid.h",
    [
      Constant("_XEN_CPUID_FEAT1_MMU_PT_UPDATE_PRESERVE_AD", 0, since: .v3_3),
      Constant("XEN_CPUID_FEAT1_MMU_PT_UPDATE_PRESERVE_AD", hex: 0x1, since: .v3_3),
      Constant("XEN_CPUID_TSC_EMULATED", hex: 0x1, since: .v4_18),
      Constant("XEN_CPUID_HOST_TSC_RELIABLE", hex: 0x2, since: .v4_18),
      Constant("XEN_CPUID_RDTSCP_INSTR_AVAIL", hex: 0x4, since: .v4_18),
      Constant("XEN_CPUID_TSC_MODE_DEFAULT", 0, since: .v4_18),
      Constant("XEN_CPUID_TSC_MODE_ALWAYS_EMULATE", 1, since: .v4_18),
      Constant("XEN_CPUID_TSC_MODE_NEVER_EMULATE", 2, since: .v4_18),
      Constant("XEN_CPUID_TSC_MODE_PVRDTSCP", 3, since: .v4_18),
      Constant("XEN_CPUID_MACHINE_ADDRESS_WIDTH_MASK", hex: 0xff, since: .v4_10),
    ])

  /// Bits of the CPUID leaf of HVM guests.
  public static let hvmCpuid = ConstantGroup(
    "bits of the CPUID leaf of HVM guests", "arch-x86/cpuid.h",
    [
      Constant("XEN_HVM_CPUID_APIC_ACCESS_VIRT", hex: 0x1, since: .v4_5),
      Constant("XEN_HVM_CPUID_X2APIC_VIRT", hex: 0x2, since: .v4_5),
      Constant("XEN_HVM_CPUID_IOMMU_MAPPINGS", hex: 0x4, since: .v4_5),
      Constant("XEN_HVM_CPUID_VCPU_ID_PRESENT", hex: 0x8, since: .v4_6),
      Constant("XEN_HVM_CPUID_DOMID_PRESENT", hex: 0x10, since: .v4_11),
      Constant("XEN_HVM_CPUID_EXT_DEST_ID", hex: 0x20, since: .v4_17),
      Constant("XEN_HVM_CPUID_UPCALL_VECTOR", hex: 0x40, since: .v4_17),
    ])
}

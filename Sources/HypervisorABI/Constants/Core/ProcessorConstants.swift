// SPDX-License-Identifier: Apache-2.0

/// Constants of public/arch-x86/, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Selectors of the initial GDT.
  public static let flat64 = ConstantGroup(
    "selectors of the initial GDT", "arch-x86/xen-x86_64.h", only: .x86_64,
    [
      Constant("FLAT_RING3_CS32", hex: 0xe023),
      Constant("FLAT_RING3_CS64", hex: 0xe033),
      Constant("FLAT_RING3_DS32", hex: 0xe02b),
      Constant("FLAT_RING3_DS64", hex: 0x0),
      Constant("FLAT_RING3_SS32", hex: 0xe02b),
      Constant("FLAT_RING3_SS64", hex: 0xe02b),
      Constant("FLAT_KERNEL_CS", hex: 0xe033),
      Constant("FLAT_KERNEL_DS", hex: 0x0),
      Constant("FLAT_KERNEL_SS", hex: 0xe02b),
      Constant("FLAT_USER_CS", hex: 0xe033),
      Constant("FLAT_USER_DS", hex: 0x0),
      Constant("FLAT_USER_SS", hex: 0xe02b),
      Constant("FLAT_KERNEL_DS64", 0),
      Constant("FLAT_KERNEL_DS32", 57387),
      Constant("FLAT_KERNEL_CS64", 57395),
      Constant("FLAT_KERNEL_CS32", 57379),
      Constant("FLAT_KERNEL_SS64", 57387),
      Constant("FLAT_KERNEL_SS32", 57387),
      Constant("FLAT_USER_DS64", 0),
      Constant("FLAT_USER_DS32", 57387),
      Constant("FLAT_USER_CS64", 57395),
      Constant("FLAT_USER_CS32", 57379),
      Constant("FLAT_USER_SS64", 57387),
      Constant("FLAT_USER_SS32", 57387),
    ])

  /// Selectors of the initial GDT.
  public static let flat32 = ConstantGroup(
    "selectors of the initial GDT", "arch-x86/xen-x86_32.h", only: .i386,
    [
      Constant("FLAT_RING1_CS", hex: 0xe019),
      Constant("FLAT_RING1_DS", hex: 0xe021),
      Constant("FLAT_RING1_SS", hex: 0xe021),
      Constant("FLAT_RING3_CS", hex: 0xe02b),
      Constant("FLAT_RING3_DS", hex: 0xe033),
      Constant("FLAT_RING3_SS", hex: 0xe033),
      Constant("FLAT_KERNEL_CS", hex: 0xe019),
      Constant("FLAT_KERNEL_DS", hex: 0xe021),
      Constant("FLAT_KERNEL_SS", hex: 0xe021),
      Constant("FLAT_USER_CS", hex: 0xe02b),
      Constant("FLAT_USER_DS", hex: 0xe033),
      Constant("FLAT_USER_SS", hex: 0xe033),
    ])

  /// Addresses that Xen reserves.
  public static let hole64 = ConstantGroup(
    "addresses that Xen keeps", "arch-x86/xen-x86_64.h", only: .x86_64,
    [
      Constant("__HYPERVISOR_VIRT_START", hex: 0xFFFF_8000_0000_0000, since: .v3_0_2),
      Constant("__HYPERVISOR_VIRT_END", hex: 0xFFFF_8800_0000_0000, since: .v3_0_2),
      Constant("__MACH2PHYS_VIRT_START", hex: 0xFFFF_8000_0000_0000, since: .v3_0_3),
      Constant("__MACH2PHYS_VIRT_END", hex: 0xFFFF_8040_0000_0000, since: .v3_0_3),
      Constant("HYPERVISOR_VIRT_START", hex: 0xffff_8000_0000_0000),
      Constant("HYPERVISOR_VIRT_END", hex: 0xffff_8800_0000_0000),
      Constant("MACH2PHYS_VIRT_START", hex: 0xffff_8000_0000_0000, since: .v3_0_3),
      Constant("MACH2PHYS_VIRT_END", hex: 0xffff_8040_0000_0000, since: .v3_0_3),
      Constant("MACH2PHYS_NR_ENTRIES", 34_359_738_368, since: .v3_0_3),
    ])

  /// Addresses that Xen reserves. Before 3.3 they depended on CONFIG_X86_PAE. Sources:
  /// arch-x86_32.h@3.0.0 to 3.0.4, arch-x86/xen-x86_32.h@3.1 to 3.3.
  public static let hole32 = ConstantGroup(
    "addresses that Xen keeps", "arch-x86/xen-x86_32.h", only: .i386,
    [
      Constant(
        "__HYPERVISOR_VIRT_START", hex: 0xfc00_0000, pae: 0xf580_0000, since: .v3_0_2, until: .v3_3),
      Constant("__HYPERVISOR_VIRT_START", hex: 0xf580_0000, since: .v3_3),
      Constant(
        "__MACH2PHYS_VIRT_START", hex: 0xfc00_0000, pae: 0xf580_0000, since: .v3_0_3, until: .v3_3),
      Constant("__MACH2PHYS_VIRT_START", hex: 0xf580_0000, since: .v3_3),
      Constant(
        "__MACH2PHYS_VIRT_END", hex: 0xfc40_0000, pae: 0xf680_0000, since: .v3_0_3, until: .v3_3),
      Constant("__MACH2PHYS_VIRT_END", hex: 0xf680_0000, since: .v3_3),
      Constant("__HYPERVISOR_VIRT_START_PAE", hex: 0xf580_0000, since: .v3_2),
      Constant("__MACH2PHYS_VIRT_START_PAE", hex: 0xf580_0000, since: .v3_2),
      Constant("__MACH2PHYS_VIRT_END_PAE", hex: 0xf680_0000, since: .v3_2),
      Constant("HYPERVISOR_VIRT_START_PAE", 4_118_806_528, since: .v3_2),
      Constant("MACH2PHYS_VIRT_START_PAE", 4_118_806_528, since: .v3_2),
      Constant("MACH2PHYS_VIRT_END_PAE", 4_135_583_744, since: .v3_2),
      Constant("__HYPERVISOR_VIRT_START_NONPAE", hex: 0xfc00_0000, since: .v3_2),
      Constant("__MACH2PHYS_VIRT_START_NONPAE", hex: 0xfc00_0000, since: .v3_2),
      Constant("__MACH2PHYS_VIRT_END_NONPAE", hex: 0xfc40_0000, since: .v3_2),
      Constant("HYPERVISOR_VIRT_START_NONPAE", 4_227_858_432, since: .v3_2),
      Constant("MACH2PHYS_VIRT_START_NONPAE", 4_227_858_432, since: .v3_2),
      Constant("MACH2PHYS_VIRT_END_NONPAE", 4_232_052_736, since: .v3_2),
      Constant("HYPERVISOR_VIRT_START", 4_227_858_432, pae: 4_118_806_528, until: .v3_3),
      Constant("HYPERVISOR_VIRT_START", 4_118_806_528, since: .v3_3),
      Constant(
        "MACH2PHYS_VIRT_START", 4_227_858_432, pae: 4_118_806_528, since: .v3_0_3, until: .v3_3),
      Constant("MACH2PHYS_VIRT_START", 4_118_806_528, since: .v3_3),
      Constant(
        "MACH2PHYS_VIRT_END", 4_232_052_736, pae: 4_135_583_744, since: .v3_0_3, until: .v3_3),
      Constant("MACH2PHYS_VIRT_END", 4_135_583_744, since: .v3_3),
      Constant(
        "MACH2PHYS_NR_ENTRIES", 1_048_576, pae: 4_194_304, since: .v3_0_3, until: .v3_3),
      Constant("MACH2PHYS_NR_ENTRIES", 4_194_304, since: .v3_3),
    ])

  /// Segments of set_segment_base.
  public static let segmentBases = ConstantGroup(
    "segments of set_segment_base", "arch-x86/xen-x86_64.h", only: .x86_64,
    [
      Constant("SEGBASE_FS", 0),
      Constant("SEGBASE_GS_USER", 1),
      Constant("SEGBASE_GS_KERNEL", 2),
      Constant("SEGBASE_GS_USER_SEL", 3),
    ])

  /// Flags of a 64-bit vCPU; the last one is also a flag of an iret frame.
  public static let syscallFlags = ConstantGroup(
    "flags of a 64-bit vCPU", "arch-x86/xen-x86_64.h", only: .x86_64,
    [
      Constant("VGCF_syscall_disables_events", hex: 0x10, since: .v3_0_3),
      Constant("VGCF_in_syscall", hex: 0x100, since: .v3_0_4),
      Constant("_VGCF_in_syscall", 8, since: .v3_0_4),
      Constant("VGCF_IN_SYSCALL", hex: 0x100, until: .v4_22),
    ])

  /// Flags of vcpu_guest_context.
  public static let contextFlags = ConstantGroup(
    "flags of vcpu_guest_context", "arch-x86/xen.h",
    [
      Constant("VGCF_i387_valid", hex: 0x1, since: .v3_0_3),
      Constant("VGCF_in_kernel", hex: 0x4, since: .v3_0_3),
      Constant("VGCF_failsafe_disables_events", hex: 0x8, since: .v3_0_3),
      Constant("VGCF_online", hex: 0x20, since: .v3_1),
      Constant("_VGCF_i387_valid", 0, since: .v3_0_3),
      Constant("_VGCF_in_kernel", 2, since: .v3_0_3),
      Constant("_VGCF_failsafe_disables_events", 3, since: .v3_0_3),
      Constant("_VGCF_online", 5, since: .v3_1),
      Constant("VGCF_I387_VALID", hex: 0x1, until: .v4_22),
      Constant("VGCF_IN_KERNEL", hex: 0x4, until: .v4_22),
      Constant("VGCF_VMX_GUEST", hex: 0x2, until: .v3_0_2),
      Constant("VGCF_HVM_GUEST", hex: 0x2, since: .v3_0_2, until: .v3_0_4),
      Constant("_VGCF_hvm_guest", 1, since: .v3_0_3, until: .v3_0_4),
      Constant("VGCF_hvm_guest", hex: 0x2, since: .v3_0_3, until: .v3_0_4),
    ])

  /// Flags of a 32-bit vCPU.
  public static let syscallFlags32 = ConstantGroup(
    "flags of a 32-bit vCPU", "arch-x86/xen.h", only: .i386,
    [Constant("VGCF_syscall_disables_events", hex: 0x10, since: .v3_1)])

  /// The part of a GDT that Xen reserves.
  public static let gdt = ConstantGroup(
    "the part of a GDT that Xen keeps", "arch-x86/xen.h",
    [
      Constant("FIRST_RESERVED_GDT_PAGE", 14),
      Constant("FIRST_RESERVED_GDT_BYTE", 57344),
      Constant("FIRST_RESERVED_GDT_ENTRY", 7168),
    ])
}

// SPDX-License-Identifier: Apache-2.0

/// Constants of public/arch-x86/hvm/start_info.h, 4.8 to 4.22.
extension ConstantGroup {
  /// The magic of hvm_start_info.
  public static let hvmStart = ConstantGroup(
    "the magic of hvm_start_info", "arch-x86/hvm/start_info.h",
    [
      Constant("XEN_HVM_START_MAGIC_VALUE", hex: 0x336e_c578, since: .v4_7)
    ])

  /// Types of a memory map entry.
  public static let memoryMapTypes = ConstantGroup(
    "types of a memory map entry", "arch-x86/hvm/start_info.h",
    [
      Constant("XEN_HVM_MEMMAP_TYPE_RAM", 1, since: .v4_11),
      Constant("XEN_HVM_MEMMAP_TYPE_RESERVED", 2, since: .v4_11),
      Constant("XEN_HVM_MEMMAP_TYPE_ACPI", 3, since: .v4_11),
      Constant("XEN_HVM_MEMMAP_TYPE_NVS", 4, since: .v4_11),
      Constant("XEN_HVM_MEMMAP_TYPE_UNUSABLE", 5, since: .v4_11),
      Constant("XEN_HVM_MEMMAP_TYPE_DISABLED", 6, since: .v4_11),
      Constant("XEN_HVM_MEMMAP_TYPE_PMEM", 7, since: .v4_11),
    ])
}

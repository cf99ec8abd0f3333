// SPDX-License-Identifier: Apache-2.0

/// Addresses of the tables that the toolstack leaves for the firmware. Source: public/hvm/e820.h,
/// hvm_info_table.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// The address of an HVM guest's memory map.
  public static let hvmE820 = ConstantGroup(
    "place of an HVM guest's memory map", "hvm/e820.h",
    [
      Constant("HVM_E820_PAGE", hex: 0x90000, since: .v3_2),
      Constant("HVM_E820_NR_OFFSET", hex: 0x1e8, since: .v3_2),
      Constant("HVM_E820_OFFSET", hex: 0x2d0, since: .v3_2),
      Constant("HVM_BELOW_4G_RAM_END", hex: 0xf000_0000, since: .v3_0_3),
      Constant("HVM_BELOW_4G_MMIO_START", 4_026_531_840, since: .v3_0_3),
      Constant("HVM_BELOW_4G_MMIO_LENGTH", hex: 0x1000_0000, since: .v3_0_3),
      Constant("E820_RAM", 1, since: .v3_0_3, until: .v3_2),
      Constant("E820_RESERVED", 2, since: .v3_0_3, until: .v3_2),
      Constant("E820_ACPI", 3, since: .v3_0_3, until: .v3_2),
      Constant("E820_NVS", 4, since: .v3_0_3, until: .v3_2),
      Constant("E820_MAP_PAGE", hex: 0x90000, since: .v3_0_3, until: .v3_2),
      Constant("E820_MAP_NR_OFFSET", hex: 0x1e8, since: .v3_0_3, until: .v3_2),
      Constant("E820_MAP_OFFSET", hex: 0x2d0, since: .v3_0_3, until: .v3_2),
      Constant("E820_IO", 16, since: .v3_0_3, until: .v3_0_4),
      Constant("E820_SHARED_PAGE", 17, since: .v3_0_3, until: .v3_0_4),
      Constant("E820_XENSTORE", 18, since: .v3_0_3, until: .v3_0_4),
      Constant("E820_BUFFERED_IO", 19, since: .v3_0_3, until: .v3_0_4),
    ])

  /// Address and size of hvm_info_table.
  public static let hvmInfoTable = ConstantGroup(
    "place and size of hvm_info_table", "hvm/hvm_info_table.h",
    [
      Constant("HVM_INFO_PFN", hex: 0x9f, since: .v3_0_2),
      Constant("HVM_INFO_OFFSET", hex: 0x800, since: .v3_0_2),
      Constant("HVM_INFO_PADDR", hex: 0x9f800, since: .v3_0_2),
      Constant("HVM_MAX_VCPUS", 128, since: .v4_0),
    ])
}

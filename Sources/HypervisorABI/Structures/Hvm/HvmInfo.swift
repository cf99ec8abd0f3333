// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The tables that the toolstack leaves for an HVM guest's firmware. Source:
  /// public/hvm/hvm_info_table.h, hvm/e820.h, 3.0.2 to 4.22.
  static let hvmInfo: [Structure] =
    [
      Structure(
        "hvm_info_table", "hvm/hvm_info_table.h",
        summary: "The table at 0x9f800 that hvmloader reads.", since: .v3_0_2,
        [
          Field(.char, "signature", count: 8),
          Field(.u32, "length"),
          Field(.u8, "checksum"),
          Field(.u8, "acpi_enabled", until: .v4_2),
          Field(.u8, "apic_enabled", until: .v3_0_3),
          Field(.u8, "pae_enabled", until: .v3_0_3),
          Field(.u8, "apic_mode", since: .v3_0_4),
          Field(.u32, "nr_vcpus"),
          Field(.u32, "low_mem_pgend", since: .v3_4),
          Field(.u32, "reserved_mem_pgstart", since: .v3_4),
          Field(.u32, "high_mem_pgend", since: .v3_4),
          Field(.u8, "vcpu_online", count: 16, since: .v4_0),
        ]),
      Structure(
        "e820entry", "hvm/e820.h", summary: "A stretch of the BIOS memory map.", since: .v3_0_3,
        until: .v3_2, packed: true,
        [
          Field(.u64, "addr"),
          Field(.u64, "size"),
          Field(.u32, "type"),
        ]),
    ]
}

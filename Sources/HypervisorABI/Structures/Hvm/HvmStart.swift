// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The information at the address that a PVH guest gets in ebx. Source:
  /// public/arch-x86/hvm/start_info.h, 4.8 to 4.22.
  static let hvmStart: [Structure] =
    [
      Structure(
        "hvm_start_info", "arch-x86/hvm/start_info.h",
        summary: "Start-of-day structure of a PVH guest; all addresses are physical.", since: .v4_8,
        [
          Field(.u32, "magic"),
          Field(.u32, "version"),
          Field(.u32, "flags"),
          Field(.u32, "nr_modules"),
          Field(.u64, "modlist_paddr"),
          Field(.u64, "cmdline_paddr"),
          Field(.u64, "rsdp_paddr"),
          Field(.u64, "memmap_paddr", since: .v4_11),
          Field(.u32, "memmap_entries", since: .v4_11),
          Field(.u32, "reserved", since: .v4_11),
        ]),
      Structure(
        "hvm_modlist_entry", "arch-x86/hvm/start_info.h",
        summary: "A module that the loader placed.", since: .v4_8,
        [
          Field(.u64, "paddr"),
          Field(.u64, "size"),
          Field(.u64, "cmdline_paddr"),
          Field(.u64, "reserved"),
        ]),
      Structure(
        "hvm_memmap_table_entry", "arch-x86/hvm/start_info.h",
        summary: "A stretch of the memory map, typed as in E820.", since: .v4_11,
        [
          Field(.u64, "addr"),
          Field(.u64, "size"),
          Field(.u32, "type"),
          Field(.u32, "reserved"),
        ]),
    ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// EFI run-time services by platform_op. Source: public/platform.h, 4.2 to 4.22.
  static let firmwareServices: [Structure] =
    [
      Structure(
        "xenpf_efi_time", "platform.h", summary: "A time, as EFI has it.", since: .v4_2,
        [
          Field(.u16, "year"),
          Field(.u8, "month"),
          Field(.u8, "day"),
          Field(.u8, "hour"),
          Field(.u8, "min"),
          Field(.u8, "sec"),
          Field(.u32, "ns"),
          Field(.s16, "tz"),
          Field(.u8, "daylight"),
        ]),
      Structure(
        "xenpf_efi_guid", "platform.h", summary: "A GUID, as EFI has it.", since: .v4_2,
        [
          Field(.u32, "data1"),
          Field(.u16, "data2"),
          Field(.u16, "data3"),
          Field(.u8, "data4", count: 8),
        ]),
      Structure(
        "xenpf_efi_runtime_call", "platform.h",
        summary: "XENPF_efi_runtime_call: one run-time service, its arguments and results.",
        since: .v4_2,
        [
          Field(.u32, "function"),
          Field(.u32, "misc"),
          Field(.ulong, "status", until: .v4_5),
          Field(.xenUlong, "status", since: .v4_5),
          Field(
            .union([
              Field(
                .struct([
                  Field(.named("xenpf_efi_time"), "time"),
                  Field(.u32, "resolution"),
                  Field(.u32, "accuracy"),
                ]), "get_time"),
              Field(.named("xenpf_efi_time"), "set_time"),
              Field(.named("xenpf_efi_time"), "get_wakeup_time"),
              Field(.named("xenpf_efi_time"), "set_wakeup_time"),
              Field(
                .struct([
                  Field(.handle("void"), "name"),
                  Field(.ulong, "size", until: .v4_5),
                  Field(.xenUlong, "size", since: .v4_5),
                  Field(.handle("void"), "data"),
                  Field(.named("xenpf_efi_guid"), "vendor_guid"),
                ]), "get_variable"),
              Field(
                .struct([
                  Field(.handle("void"), "name"),
                  Field(.ulong, "size", until: .v4_5),
                  Field(.xenUlong, "size", since: .v4_5),
                  Field(.handle("void"), "data"),
                  Field(.named("xenpf_efi_guid"), "vendor_guid"),
                ]), "set_variable"),
              Field(
                .struct([
                  Field(.ulong, "size", until: .v4_5),
                  Field(.xenUlong, "size", since: .v4_5),
                  Field(.handle("void"), "name"),
                  Field(.named("xenpf_efi_guid"), "vendor_guid"),
                ]), "get_next_variable_name"),
              Field(
                .struct([
                  Field(.u32, "attr"),
                  Field(.u64, "max_store_size"),
                  Field(.u64, "remain_store_size"),
                  Field(.u64, "max_size"),
                ]), "query_variable_info"),
              Field(
                .struct([
                  Field(.handle("void"), "capsule_header_array"),
                  Field(.ulong, "capsule_count", until: .v4_5),
                  Field(.xenUlong, "capsule_count", since: .v4_5),
                  Field(.u64, "max_capsule_size"),
                  Field(.uint, "reset_type", until: .v4_5),
                  Field(.u32, "reset_type", since: .v4_5),
                ]), "query_capsule_capabilities"),
              Field(
                .struct([
                  Field(.handle("void"), "capsule_header_array"),
                  Field(.ulong, "capsule_count", until: .v4_5),
                  Field(.xenUlong, "capsule_count", since: .v4_5),
                  Field(.u64, "sg_list"),
                ]), "update_capsule"),
            ]), "u"),
        ]),
      Structure(
        "xenpf_efi_info", "platform.h", summary: "EFI's part of XENPF_firmware_info.", kind: .union,
        since: .v4_2,
        [
          Field(.u32, "version"),
          Field(
            .struct([
              Field(.u64, "addr"),
              Field(.u32, "nent"),
            ]), "cfg"),
          Field(
            .struct([
              Field(.u32, "revision"),
              Field(.u32, "bufsz"),
              Field(.handle("void"), "name"),
            ]), "vendor"),
          Field(
            .struct([
              Field(.u64, "addr"),
              Field(.u64, "size"),
              Field(.u64, "attr"),
              Field(.u32, "type"),
            ]), "mem"),
          Field(
            .struct([
              Field(.u16, "segment"),
              Field(.u8, "bus"),
              Field(.u8, "devfn"),
              Field(.u16, "vendor"),
              Field(.u16, "devid"),
              Field(.u64, "address"),
              Field(.xenUlong, "size"),
            ]), "pci_rom", since: .v4_3),
          Field(
            .struct([
              Field(.u64, "address"),
              Field(.xenUlong, "size"),
            ]), "apple_properties", since: .v4_9),
        ]),
    ]
}

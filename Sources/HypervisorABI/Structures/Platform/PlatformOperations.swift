// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of platform_op: time, memory types, firmware. Source: public/platform.h, 3.0.3 to
  /// 4.22.
  static let platformOperations: [Structure] =
    [
      Structure(
        "xen_platform_op", "platform.h",
        summary: "Argument of platform_op: the command and its structure in one.", since: .v3_0_3,
        [
          Field(.u32, "cmd"),
          Field(.u32, "interface_version"),
          Field(
            .union([
              Field(.named("xenpf_settime"), "settime", until: .v4_6),
              Field(.named("xenpf_settime64"), "settime", since: .v4_6),
              Field(.named("xenpf_settime32"), "settime32", since: .v4_6),
              Field(.named("xenpf_settime64"), "settime64", since: .v4_6),
              Field(.named("xenpf_add_memtype"), "add_memtype"),
              Field(.named("xenpf_del_memtype"), "del_memtype"),
              Field(.named("xenpf_read_memtype"), "read_memtype"),
              Field(.named("xenpf_microcode_update"), "microcode"),
              Field(.named("xenpf_platform_quirk"), "platform_quirk"),
              Field(.named("xenpf_efi_runtime_call"), "efi_runtime_call", since: .v4_2),
              Field(.named("xenpf_firmware_info"), "firmware_info", since: .v3_2),
              Field(.named("xenpf_enter_acpi_sleep"), "enter_acpi_sleep", since: .v3_2),
              Field(.named("xenpf_change_freq"), "change_freq", since: .v3_2),
              Field(.named("xenpf_getidletime"), "getidletime", since: .v3_2),
              Field(.named("xenpf_set_processor_pminfo"), "set_pminfo", since: .v3_3),
              Field(.named("xenpf_pcpuinfo"), "pcpu_info", since: .v4_0),
              Field(.named("xenpf_pcpu_version"), "pcpu_version", since: .v4_2),
              Field(.named("xenpf_cpu_ol"), "cpu_ol", since: .v4_0),
              Field(.named("xenpf_cpu_hotadd"), "cpu_add", since: .v4_0),
              Field(.named("xenpf_mem_hotadd"), "mem_add", since: .v4_0),
              Field(.named("xenpf_core_parking"), "core_parking", since: .v4_2),
              Field(.named("xenpf_resource_op"), "resource_op", since: .v4_5),
              Field(.named("xenpf_symdata"), "symdata", since: .v4_6),
              Field(.named("dom0_vga_console_info"), "dom0_console", since: .v4_18),
              Field(.named("xenpf_ucode_revision"), "ucode_revision", since: .v4_18),
              Field(.named("xenpf_microcode_update2"), "microcode2", since: .v4_20),
              Field(.u8, "pad", count: 128),
            ]), "u"),
        ]),
      Structure(
        "xenpf_settime", "platform.h",
        summary: "XENPF_settime: the wall clock, in the form that the interface version selects.",
        since: .v3_0_3,
        [
          Field(.u32, "secs", until: .v4_6),
          Field(.u64, "secs", since: .v4_6),
          Field(.u32, "nsecs"),
          Field(.u32, "mbz", since: .v4_6),
          Field(.u64, "system_time"),
        ]),
      Structure(
        "xenpf_settime32", "platform.h",
        summary: "XENPF_settime32: the wall clock, seconds in 32 bits.", since: .v4_6,
        [
          Field(.u32, "secs"),
          Field(.u32, "nsecs"),
          Field(.u64, "system_time"),
        ]),
      Structure(
        "xenpf_settime64", "platform.h",
        summary: "XENPF_settime64: the wall clock, seconds in 64 bits.", since: .v4_6,
        [
          Field(.u64, "secs"),
          Field(.u32, "nsecs"),
          Field(.u32, "mbz"),
          Field(.u64, "system_time"),
        ]),
      Structure(
        "xenpf_add_memtype", "platform.h",
        summary: "XENPF_add_memtype: caching of a range of memory (MTRR).", since: .v3_0_3,
        [
          Field(.xenPfn, "mfn"),
          Field(.u64, "nr_mfns"),
          Field(.u32, "type"),
          Field(.u32, "handle"),
          Field(.u32, "reg"),
        ]),
      Structure(
        "xenpf_del_memtype", "platform.h", summary: "XENPF_del_memtype: remove such a range.",
        since: .v3_0_3,
        [
          Field(.u32, "handle"),
          Field(.u32, "reg"),
        ]),
      Structure(
        "xenpf_read_memtype", "platform.h", summary: "XENPF_read_memtype: look at such a range.",
        since: .v3_0_3,
        [
          Field(.u32, "reg"),
          Field(.xenPfn, "mfn"),
          Field(.u64, "nr_mfns"),
          Field(.u32, "type"),
        ]),
      Structure(
        "xenpf_microcode_update", "platform.h",
        summary: "XENPF_microcode_update: load processor microcode.", since: .v3_0_3,
        [
          Field(.handle("void"), "data", until: .v3_4),
          Field(.handle("const void"), "data", since: .v3_4),
          Field(.u32, "length"),
        ]),
      Structure(
        "xenpf_microcode_update2", "platform.h",
        summary: "XENPF_microcode_update2: the same, with flags.", since: .v4_20,
        [
          Field(.u32, "flags"),
          Field(.u32, "length"),
          Field(.handle("const void"), "data"),
        ]),
      Structure(
        "xenpf_ucode_revision", "platform.h",
        summary: "XENPF_get_ucode_revision: signature and revision of a processor's microcode.",
        since: .v4_18,
        [
          Field(.u32, "cpu"),
          Field(.u32, "signature"),
          Field(.u32, "pf"),
          Field(.u32, "revision"),
        ]),
      Structure(
        "xenpf_platform_quirk", "platform.h",
        summary: "XENPF_platform_quirk: a property of the machine that Xen must know.",
        since: .v3_0_3,
        [
          Field(.u32, "quirk_id")
        ]),
      Structure(
        "xenpf_firmware_info", "platform.h",
        summary: "XENPF_firmware_info: what the BIOS said: disks, EDID, EFI.", since: .v3_2,
        [
          Field(.u32, "type"),
          Field(.u32, "index"),
          Field(
            .union([
              Field(
                .struct([
                  Field(.u8, "device"),
                  Field(.u8, "version"),
                  Field(.u16, "interface_support"),
                  Field(.u16, "legacy_max_cylinder"),
                  Field(.u8, "legacy_max_head"),
                  Field(.u8, "legacy_sectors_per_track"),
                  Field(.handle("void"), "edd_params"),
                ]), "disk_info"),
              Field(
                .struct([
                  Field(.u8, "device"),
                  Field(.u32, "mbr_signature"),
                ]), "disk_mbr_signature"),
              Field(
                .struct([
                  Field(.u8, "capabilities"),
                  Field(.u8, "edid_transfer_time"),
                  Field(.handle("uint8_t"), "edid"),
                ]), "vbeddc_info"),
              Field(.named("xenpf_efi_info"), "efi_info", since: .v4_2),
              Field(.u8, "kbd_shift_flags", since: .v4_3),
            ]), "u"),
        ]),
      Structure(
        "xenpf_enter_acpi_sleep", "platform.h",
        summary: "XENPF_enter_acpi_sleep: put the machine to sleep.", since: .v3_2,
        [
          Field(.u16, "pm1a_cnt_val", until: .v4_3),
          Field(.u16, "pm1b_cnt_val", until: .v4_3),
          Field(.u16, "val_a", since: .v4_3),
          Field(.u16, "val_b", since: .v4_3),
          Field(.u32, "sleep_state"),
          Field(.u32, "flags"),
        ]),
      Structure(
        "xenpf_symdata", "platform.h", summary: "XENPF_get_symbol: a symbol of the hypervisor.",
        since: .v4_6,
        [
          Field(.u32, "namelen"),
          Field(.u32, "symnum"),
          Field(.handle("char"), "name"),
          Field(.u64, "address"),
          Field(.char, "type"),
        ]),
      screen.typedef(
        "xenpf_dom0_console", header: "platform.h",
        summary: "XENPF_get_dom0_console: the console as dom0's start_info describes it.",
        since: .v4_18),
    ]
}

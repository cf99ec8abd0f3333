// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The information that a PV guest gets at its start. Source: public/xen.h, 3.0.0 to 4.22.
  static let startOfDay: [Structure] = [
    Structure(
      "start_info", "xen.h",
      summary: "What a PV guest finds at the address in esi or rsi when it starts.",
      [
        Field(.char, "magic", count: 32),
        Field(.ulong, "nr_pages"),
        Field(.ulong, "shared_info"),
        Field(.u32, "flags"),
        Field(.xenPfn, "store_mfn"),
        Field(.u32, "store_evtchn"),
        Field(.ulong, "console_mfn", until: .v3_0_3),
        Field(.u32, "console_evtchn", until: .v3_0_3),
        Field(
          .union([
            Field(.struct([Field(.xenPfn, "mfn"), Field(.u32, "evtchn")]), "domU"),
            Field(.struct([Field(.u32, "info_off"), Field(.u32, "info_size")]), "dom0"),
          ]), "console", since: .v3_0_3),
        Field(.ulong, "pt_base"),
        Field(.ulong, "nr_pt_frames"),
        Field(.ulong, "mfn_list"),
        Field(.ulong, "mod_start"),
        Field(.ulong, "mod_len"),
        Field(.s8, "cmd_line", count: 1024),
        Field(.ulong, "first_p2m_pfn", since: .v3_4),
        Field(.ulong, "nr_p2m_frames", since: .v3_4),
      ]),
    Structure(
      "xen_multiboot_mod_list", "xen.h",
      summary: "One module, where SIF_MULTIBOOT_MOD says that there are several.", since: .v4_0,
      [
        Field(.u32, "mod_start"),
        Field(.u32, "mod_end"),
        Field(.u32, "cmdline"),
        Field(.u32, "pad"),
      ]),
    screen,
  ]

  static let screen = Structure(
    "dom0_vga_console_info", "xen.h", summary: "The screen as dom0 finds it.", since: .v3_0_3,
    [
      Field(.u8, "video_type"),
      Field(
        .union([
          Field(
            .struct([
              Field(.u16, "font_height"),
              Field(.u16, "cursor_x"),
              Field(.u16, "cursor_y"),
              Field(.u16, "rows"),
              Field(.u16, "columns"),
            ]), "text_mode_3"),
          Field(
            .struct([
              Field(.u16, "width"),
              Field(.u16, "height"),
              Field(.u16, "bytes_per_line"),
              Field(.u16, "bits_per_pixel"),
              Field(.u32, "lfb_base"),
              Field(.u32, "lfb_size"),
              Field(.u8, "red_pos"),
              Field(.u8, "red_size"),
              Field(.u8, "green_pos"),
              Field(.u8, "green_size"),
              Field(.u8, "blue_pos"),
              Field(.u8, "blue_size"),
              Field(.u8, "rsvd_pos"),
              Field(.u8, "rsvd_size"),
              Field(.u32, "gbl_caps", since: .v3_2),
              Field(.u16, "mode_attrs", since: .v3_2),
              // The stable releases 4.11.3 and 4.12.2 got these two members as well.
              Field(.u16, "pad", since: .v4_13),
              Field(.u32, "ext_lfb_base", since: .v4_13),
            ]), "vesa_lfb"),
        ]), "u"),
    ])
}

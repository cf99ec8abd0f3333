// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of kexec_op. Source: public/kexec.h, 3.0.4 to 4.22.
  static let kexec: [Structure] =
    [
      Structure(
        "xen_kexec_image", "kexec.h",
        summary: "A kernel to execute next, as dom0 prepared it (version 1).", since: .v3_0_4,
        [
          Field(.ulong, "page_list", count: 17),
          Field(.ulong, "indirection_page"),
          Field(.ulong, "start_address"),
        ]),
      Structure(
        "xen_kexec_exec", "kexec.h", summary: "KEXEC_CMD_kexec: execute it.", since: .v3_0_4,
        [
          Field(.int, "type")
        ]),
      Structure(
        "xen_kexec_load", "kexec.h",
        summary: "KEXEC_CMD_kexec_load: load a kernel; segments from 4.4 on.", since: .v3_0_4,
        [
          Field(.int, "type", until: .v4_4),
          Field(.named("xen_kexec_image"), "image", until: .v4_4),
          Field(.u8, "type", since: .v4_4),
          Field(.u8, "_pad", since: .v4_4),
          Field(.u16, "arch", since: .v4_4),
          Field(.u32, "nr_segments", since: .v4_4),
          Field(
            .union([
              Field(.handle("xen_kexec_segment_t"), "h"),
              Field(.u64, "_pad"),
            ]), "segments", since: .v4_4),
          Field(.u64, "entry_maddr", since: .v4_4),
        ]),
      Structure(
        "xen_kexec_load_v1", "kexec.h", summary: "KEXEC_CMD_kexec_load_v1: the form before 4.4.",
        since: .v4_4,
        [
          Field(.int, "type"),
          Field(.named("xen_kexec_image"), "image"),
        ]),
      Structure(
        "xen_kexec_range", "kexec.h",
        summary: "KEXEC_CMD_kexec_get_range: where something lies in machine memory.",
        since: .v3_0_4,
        [
          Field(.int, "range"),
          Field(.int, "nr"),
          Field(.ulong, "size"),
          Field(.ulong, "start"),
        ]),
      Structure(
        "xen_kexec_segment", "kexec.h", summary: "One segment of an image.", since: .v4_4,
        [
          Field(
            .union([
              Field(.handle("const void"), "h"),
              Field(.u64, "_pad"),
            ]), "buf"),
          Field(.u64, "buf_size"),
          Field(.u64, "dest_maddr"),
          Field(.u64, "dest_size"),
        ]),
      Structure(
        "xen_kexec_unload", "kexec.h", summary: "KEXEC_CMD_kexec_unload: forget an image.",
        since: .v4_4,
        [
          Field(.u8, "type")
        ]),
      Structure(
        "xen_kexec_status", "kexec.h",
        summary: "KEXEC_CMD_kexec_status: whether an image is loaded.", since: .v4_9,
        [
          Field(.u8, "type")
        ]),
    ]
}

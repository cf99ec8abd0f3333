// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// I/O requests between Xen and a device model. Source: public/hvm/ioreq.h, 3.0.0 to 4.22.
  static let ioRequests: [Structure] =
    [
      Structure(
        "ioreq", "hvm/ioreq.h",
        summary: "One port or memory access that the device model is to emulate.",
        [
          Field(.u64, "addr"),
          Field(.u64, "size", until: .v4_0),
          Field(.u64, "count", until: .v4_0),
          Field(
            .union([
              Field(.u64, "data"),
              Field(.pointer("void"), "pdata"),
            ]), "u", until: .v3_0_4),
          Field(.u64, "data", since: .v3_0_4),
          Field(.u32, "count", since: .v4_0),
          Field(.u32, "size", since: .v4_0),
          Field(.u32, "vp_eport", since: .v4_0),
          Field(.u16, "_pad0", since: .v4_0),
          Field(.u8, "state", bits: 4),
          Field(.u8, "pdata_valid", bits: 1, until: .v3_0_4),
          Field(.u8, "data_is_ptr", bits: 1, since: .v3_0_4),
          Field(.u8, "dir", bits: 1),
          Field(.u8, "df", bits: 1),
          Field(.u8, "pad", bits: 1, since: .v3_2, until: .v4_0),
          Field(.u8, "_pad1", bits: 1, since: .v4_0),
          Field(.u8, "type"),
          Field(.u8, "_pad0", count: 6, since: .v3_1, until: .v4_0),
          Field(.u64, "io_count", since: .v3_0_2, until: .v4_0),
        ]),
      Structure(
        "vcpu_iodata", "hvm/ioreq.h", summary: "A vCPU's place in the shared page, until 3.4.",
        until: .v4_0,
        [
          Field(.named("ioreq"), "vp_ioreq"),
          Field(.ulong, "vp_intr", count: 4, until: .v3_0_2),
          Field(.uint, "vp_eport", since: .v3_0_2, until: .v3_1),
          Field(.uint, "dm_eport", since: .v3_0_2, until: .v3_0_3),
          Field(.u32, "vp_eport", since: .v3_1),
          Field(.u32, "_pad0", since: .v3_1),
        ]),
      Structure(
        "global_iodata", "hvm/ioreq.h", summary: "Interrupt lines in the shared page, until 3.0.3.",
        until: .v3_0_4,
        [
          Field(.u16, "pic_elcr"),
          Field(.u16, "pic_irr"),
          Field(.u16, "pic_last_irr"),
          Field(.u16, "pic_clear_irr"),
          Field(.int, "eport", until: .v3_0_2),
        ]),
      Structure(
        "shared_iopage", "hvm/ioreq.h", summary: "The page of synchronous requests, one a vCPU.",
        [
          Field(.named("global_iodata"), "sp_global", until: .v3_0_4),
          Field(.named("vcpu_iodata"), "vcpu_iodata", count: 1, until: .v4_0),
          Field(.named("ioreq"), "vcpu_ioreq", count: 1, since: .v4_0),
        ]),
      Structure(
        "buf_ioreq", "hvm/ioreq.h", summary: "A write that need not be answered, in short form.",
        since: .v3_2,
        [
          Field(.u8, "type"),
          Field(.u8, "pad", bits: 1),
          Field(.u8, "dir", bits: 1),
          Field(.u8, "size", bits: 2),
          Field(.u32, "addr", bits: 20),
          Field(.u32, "data"),
        ]),
      Structure(
        "buffered_iopage", "hvm/ioreq.h", summary: "The page of such writes, as a ring.",
        since: .v3_0_3,
        [
          Field(.ulong, "read_pointer", until: .v3_1),
          Field(.ulong, "write_pointer", until: .v3_1),
          Field(.uint, "read_pointer", since: .v3_1, until: .v4_6),
          Field(.uint, "write_pointer", since: .v3_1, until: .v4_6),
          Field(.named("ioreq"), "ioreq", count: 80, until: .v3_2),
          Field(.u32, "read_pointer", since: .v4_6),
          Field(.u32, "write_pointer", since: .v4_6),
          Field(.named("buf_ioreq"), "buf_ioreq", count: 511, since: .v3_2),
        ]),
    ]
}

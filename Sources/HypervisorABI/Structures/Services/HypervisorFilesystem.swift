// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Entries that hypfs_op reads. Source: public/hypfs.h, 4.14 to 4.22.
  static let hypervisorFilesystem: [Structure] =
    [
      Structure(
        "xen_hypfs_direntry", "hypfs.h", summary: "Type, encoding and length of an entry.",
        since: .v4_14,
        [
          Field(.u8, "type"),
          Field(.u8, "encoding"),
          Field(.u16, "pad"),
          Field(.u32, "content_len"),
          Field(.u32, "max_write_len"),
        ]),
      Structure(
        "xen_hypfs_dirlistentry", "hypfs.h", summary: "An entry in the listing of its directory.",
        since: .v4_14,
        [
          Field(.named("xen_hypfs_direntry"), "e"),
          Field(.u16, "off_next"),
          Field(.char, "name", count: 0),
        ]),
    ]
}

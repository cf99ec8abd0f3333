// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// A file system over the 9P protocol. Source: public/io/9pfs.h, 4.9 to 4.22.
  static let filesystems: [Structure] =
    [
      Structure(
        "xen_9pfs_data_intf", "io/9pfs.h",
        summary: "Indices of a data ring, and the grants of its pages.", since: .v4_9,
        [
          Field(.ringIndex, "in_cons"),
          Field(.ringIndex, "in_prod"),
          Field(.u8, "pad1", count: 56),
          Field(.ringIndex, "out_cons"),
          Field(.ringIndex, "out_prod"),
          Field(.u8, "pad2", count: 56),
          Field(.ringIndex, "ring_order"),
          Field(.grantRef, "ref", count: .unbounded, until: .v4_19),
          Field(.grantRef, "ref", count: 0, since: .v4_19),
        ]),
      Structure(
        "xen_9pfs_data", "io/9pfs.h", summary: "A ring's data, both ways.", since: .v4_9,
        [
          Field(.pointer("unsigned char"), "in"),
          Field(.pointer("unsigned char"), "out"),
        ]),
    ]
}

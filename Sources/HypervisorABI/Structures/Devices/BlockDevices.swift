// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Requests to a block back end, and its responses. Source: public/io/blkif.h, 3.0.0 to 4.22.
  static let blockDevices: [Structure] =
    [
      Structure(
        "blkif_request_segment", "io/blkif.h", summary: "A run of sectors in one granted frame.",
        [
          Field(.grantRef, "gref"),
          Field(.u8, "first_sect"),
          Field(.u8, "last_sect"),
        ]),
      Structure(
        "blkif_request", "io/blkif.h",
        summary: "A request of up to 11 segments; laid out differently on i386 and x86_64.",
        [
          Field(.u8, "operation"),
          Field(.u8, "nr_segments"),
          Field(.u16, "handle"),
          Field(.u64, "id"),
          Field(.u64, "sector_number"),
          Field(.named("blkif_request_segment"), "seg", count: 11),
        ]),
      Structure(
        "blkif_request_trim", "io/blkif.h", summary: "A request to forget sectors, in 4.1 only.",
        since: .v4_1, until: .v4_2,
        [
          Field(.u8, "operation"),
          Field(.u8, "reserved"),
          Field(.u16, "handle"),
          Field(.u64, "id"),
          Field(.u64, "sector_number"),
          Field(.u64, "nr_sectors"),
        ]),
      Structure(
        "blkif_request_discard", "io/blkif.h", summary: "A request to forget sectors.",
        since: .v4_2,
        [
          Field(.u8, "operation"),
          Field(.u8, "flag"),
          Field(.u16, "handle"),
          Field(.u64, "id"),
          Field(.u64, "sector_number"),
          Field(.u64, "nr_sectors"),
        ]),
      Structure(
        "blkif_request_indirect", "io/blkif.h",
        summary: "A request whose segments lie in frames of their own.", since: .v4_4,
        [
          Field(.u8, "operation"),
          Field(.u8, "indirect_op"),
          Field(.u16, "nr_segments"),
          Field(.u64, "id"),
          Field(.u64, "sector_number"),
          Field(.u16, "handle"),
          Field(.grantRef, "indirect_grefs", count: 8),
          Field(.u64, "pad", only: .i386),
        ]),
      Structure(
        "blkif_response", "io/blkif.h", summary: "The backend's answer.",
        [
          Field(.u64, "id"),
          Field(.u8, "operation"),
          Field(.s16, "status"),
        ]),
    ] + ring("blkif", "io/blkif.h", request: "blkif_request", response: "blkif_response")
}

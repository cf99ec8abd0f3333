// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// The types that `DEFINE_RING_TYPES(name, …)` declares for the tags of a request and a response:
  /// the shared ring, and the private state of each end. Source: public/io/ring.h, 3.0.0 to 4.22.
  static func ring(
    _ name: String, _ header: String, request: String, response: String,
    since: XenRelease = .v3_0_0, until: XenRelease? = nil
  ) -> [Structure] {
    [
      Structure(
        name + "_sring_entry", header, summary: "A place in the ring: a request, or its response.",
        kind: .union, since: since, until: until,
        [Field(.named(request), "req"), Field(.named(response), "rsp")]),
      Structure(
        name + "_sring", header, summary: "The shared page of the ring: indices, then the places.",
        since: since, until: until, sharedRing(of: name + "_sring_entry")),
      Structure(
        name + "_front_ring", header, summary: "What the frontend keeps of the ring.",
        since: since, until: until,
        [Field(.ringIndex, "req_prod_pvt"), Field(.ringIndex, "rsp_cons")] + privateEnd(name)),
      Structure(
        name + "_back_ring", header, summary: "What the backend keeps of the ring.",
        since: since, until: until,
        [Field(.ringIndex, "rsp_prod_pvt"), Field(.ringIndex, "req_cons")] + privateEnd(name)),
    ]
  }

  private static func privateEnd(_ name: String) -> [Field] {
    [Field(.uint, "nr_ents"), Field(.pointer("struct \(name)_sring"), "sring")]
  }

  private static func sharedRing(of entry: String) -> [Field] {
    [
      Field(.ringIndex, "req_prod"), Field(.ringIndex, "req_event"),
      Field(.ringIndex, "rsp_prod"), Field(.ringIndex, "rsp_event"),
      Field(.u8, "pad", count: 48, until: .v4_0),
      Field(.u8, "netfront_smartpoll_active", since: .v4_0, until: .v4_1),
      Field(.u8, "pad", count: 47, since: .v4_0, until: .v4_1),
      Field(.union(backendBytes), "private", since: .v4_1, until: .v4_6),
      Field(.union(backendBytes), "pvt", since: .v4_6),
      Field(.u8, "__pad", count: 44, since: .v4_1),
      Field(.named(entry), "ring", count: 1, until: .v4_19),
      Field(.named(entry), "ring", count: 0, since: .v4_19),
    ]
  }

  private static let backendBytes: [Field] = [
    Field(.struct([Field(.u8, "smartpoll_active")]), "netif"),
    Field(.struct([Field(.u8, "msg")]), "tapif_user"),
    Field(.u8, "pvt_pad", count: 4),
  ]
}

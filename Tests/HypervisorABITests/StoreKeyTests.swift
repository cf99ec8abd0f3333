// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

struct StoreKeyTests {
  @Test func `no key stands twice in a place`() {
    let keys = StoreKey.all.map { "\($0.place.rawValue)/\($0.name)" }
    #expect(Set(keys).count == keys.count)
  }

  @Test func `every place has keys, and every key a sentence`() {
    for place in StoreKey.Place.allCases { #expect(StoreKey.all.contains { $0.place == place }) }
    for key in StoreKey.all {
      #expect(key.meaning.hasSuffix(".") || key.meaning.hasSuffix("…"), "\(key.name)")
    }
  }

  /// As the releases' own drivers and headers have them.
  @Test(arguments: [
    (StoreKey.Place.blockBackend, "feature-barrier", XenRelease(3, 0, 4)),
    (.blockFrontend, "ring-ref", XenRelease(3, 0)),
    (.blockBackend, "feature-max-indirect-segments", XenRelease(4, 4)),
    (.networkFrontend, "request-rx-copy", XenRelease(3, 0, 3)),
    (.networkBackend, "feature-ctrl-ring", XenRelease(4, 7)),
    (.frontend, "protocol", XenRelease(3, 1)), (.domain, "memory/target", XenRelease(3, 0)),
  ])
  func `the release that brought it`(place: StoreKey.Place, name: String, since: XenRelease) {
    #expect(StoreKey.all.first { $0.place == place && $0.name == name }?.span.since == since)
  }
}

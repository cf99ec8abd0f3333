// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct SegmentTruncatedTests {
  @Test func pastTheEnd() {
    let found = findings(SegmentTruncated.self) { $0.segments[0].fileSize = 0x10_0000 }
    #expect(found.map(\.place.segment) == [0])
    #expect(found.map(\.severity) == [.error])
  }

  @Test func offsetPastTheEnd() {
    let found = findings(SegmentTruncated.self) {
      $0.addSegment(physical: 0x20_0000, memory: 4096, fileSize: 1)
      $0.segments[1].offset = .max
    }
    #expect(found.map(\.place.segment) == [1])
  }

  /// What comes of it is the release's.
  @Test(arguments: [
    (XenRelease(3, 1), "read past"), (XenRelease(4, 2), "read past"),
    (XenRelease(4, 2, 3), "silently"),
    (.standard, "silently leave the whole segment out"),
  ]) func whatComesOfIt(_ release: XenRelease, _ words: String) {
    let found = findings(SegmentTruncated.self, target: Target(xen: release)) {
      $0.segments[0].fileSize = 0x10_0000
    }
    #expect(found.first?.message.contains(words) == true, "\(found)")
  }

  @Test func inside() {
    #expect(findings(SegmentTruncated.self).isEmpty)
    #expect(
      findings(SegmentTruncated.self) { $0.addSegment(physical: 0x20_0000, memory: 4096) }.isEmpty)
  }
}

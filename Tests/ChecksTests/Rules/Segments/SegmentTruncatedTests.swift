// SPDX-License-Identifier: Apache-2.0

import Checks
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

  @Test func inside() {
    #expect(findings(SegmentTruncated.self).isEmpty)
    #expect(
      findings(SegmentTruncated.self) { $0.addSegment(physical: 0x20_0000, memory: 4096) }.isEmpty)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct SegmentOverlapTests {
  @Test func shared() {
    let found = findings(SegmentOverlap.self) {
      $0.addSegment(physical: TestGuest.start + 0x3000, memory: 0x2000)
    }
    #expect(found.map(\.place.segment) == [1])
    #expect(found.first?.message.contains("0x103000 to 0x104000") == true)
  }

  @Test func inside() {
    let found = findings(SegmentOverlap.self) {
      $0.addSegment(physical: TestGuest.start + 0x1000, memory: 0x1000)
      $0.addSegment(physical: TestGuest.start + 0x3000, memory: 0x1000)
    }
    #expect(found.map(\.place.segment) == [1, 2], "the first segment still reaches so far")
  }

  @Test func sideBySide() {
    #expect(findings(SegmentOverlap.self).isEmpty)
    let found = findings(SegmentOverlap.self) {
      $0.addSegment(physical: TestGuest.start + TestGuest.memory, memory: 0x1000)
    }
    #expect(found.isEmpty)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct SegmentSizesTests {
  @Test func lessMemoryThanFile() {
    let found = findings(SegmentSizes.self) { $0.segments[0].memorySize = 0x800 }
    #expect(found.map(\.place.segment) == [0])
    #expect(found.first?.message.contains("0x800") == true)
  }

  @Test func more() { #expect(findings(SegmentSizes.self).isEmpty) }
}

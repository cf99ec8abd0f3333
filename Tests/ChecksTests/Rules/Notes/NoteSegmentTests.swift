// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct NoteSegmentTests {
  @Test func sectionOnly() {
    let found = findings(NoteSegment.self) { $0.notesBySegment = false }
    #expect(found.map(\.place.section) == [".note.Xen"])
    #expect(found.first?.message.contains("SHT_NOTE section only") == true)
  }

  @Test func offsetZero() {
    let found = findings(NoteSegment.self) { $0.noteOffset = 0 }
    #expect(found.map(\.place.segment) == [1])
    #expect(found.first?.message.contains("p_offset 0") == true)
  }

  @Test func segmentIsEnough() {
    #expect(findings(NoteSegment.self).isEmpty)
    #expect(findings(NoteSegment.self) { $0.notesBySection = false }.isEmpty)
  }
}

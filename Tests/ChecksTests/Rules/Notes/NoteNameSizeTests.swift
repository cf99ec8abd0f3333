// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct NoteNameSizeTests {
  @Test func threeAndEightAreNotFour() {
    for size in [UInt32(3), 8] {
      let found = findings(NoteNameSize.self) {
        $0.notes[1].nameSize = size
        if size == 8 { $0.notes[1].name += [0, 0, 0, 0] }
      }
      #expect(found.count == 1)
      #expect(found.first?.message.contains("namesz is \(size)") == true)
      #expect(found.first?.place.note == "LOADER")
    }
  }

  @Test func fourIsRight() { #expect(findings(NoteNameSize.self).isEmpty) }
}

// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

@Suite struct NoteStringEndTests {
  @Test func runsIntoTheNextNote() {
    let found = findings(NoteStringEnd.self) {
      $0.set(TestNote(.xenVersion, Array("xen-3.0x".utf8)))
    }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("\"xen-3.0x\"") == true)
  }

  /// As Linux writes FEATURES.
  @Test func endsInThePadding() {
    let found = findings(NoteStringEnd.self) {
      $0.set(TestNote(.xenVersion, Array("xen-3.0".utf8)))
    }
    #expect(found.map(\.severity) == [.note])
    #expect(found.map(\.place.note) == ["XEN_VERSION"])
  }

  @Test func withNul() { #expect(findings(NoteStringEnd.self).isEmpty) }

  @Test func foreignBytesDoNotReachTheTerminal() {
    let found = findings(NoteStringEnd.self) { $0.set(TestNote(.guestOS, [0x1b, 0x5b, 0x41])) }
    #expect(found.first?.message.contains("\u{1b}") == false)
  }
}

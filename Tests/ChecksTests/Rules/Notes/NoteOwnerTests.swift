// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import TestGuests
import Testing

@Suite struct NoteOwnerTests {
  @Test func ownersThatWereMeantToBeXen() {
    for owner in ["name", "xen", "XEN", "Xen!", "Xen "] {
      let found = findings(NoteOwner.self) { $0.rename(to: owner) }
      #expect(found.map(\.severity) == [.error], "\(owner)")
      #expect(found.first?.message.contains("\"\(owner)\"") == true)
      #expect(found.first?.place.section == ".note.Xen")
    }
  }

  /// Nothing in the name acts on a terminal, and what is in it shows.
  @Test func anOwnerOfControlCharacters() {
    let found = findings(NoteOwner.self) { $0.rename(to: "xen\u{1b}\u{2028}") }
    #expect(found.first?.message.contains(#""xen\033\342\200\250""#) == true, "\(found)")
  }

  @Test func aLegacyStringSavesIt() {
    let found = findings(NoteOwner.self) {
      $0.rename(to: "name")
      $0.legacy = TestGuest.legacyString
    }
    #expect(found.map(\.severity) == [.warning])
  }

  @Test func strangersAreLeftAlone() {
    #expect(findings(NoteOwner.self).isEmpty)
    let found = findings(NoteOwner.self) {
      $0.notes.append(TestNote(3, [1, 2, 3, 4], name: Array("GNU\0".utf8)))
    }
    #expect(found.isEmpty)
  }
}

extension TestGuest {
  fileprivate mutating func rename(to owner: String) {
    for index in notes.indices { notes[index].name = Array(owner.utf8) + [0] }
  }
}

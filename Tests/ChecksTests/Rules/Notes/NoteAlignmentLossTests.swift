// SPDX-License-Identifier: Apache-2.0

import Checks
import GuestImage
import HypervisorABI
import TestGuests
import Testing

@Suite struct NoteAlignmentLossTests {
  /// As `.note.gnu.property` makes it: a segment of alignment 8, and a 4-byte descriptor in it.
  @Test func eightByteReaderLosesNotes() {
    var image = withProperty().build()
    image.setNoteAlignment(8)
    let found = findings(NoteAlignmentLoss.self, ofBytes: image.bytes)
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("GUEST_OS") == true)
    #expect(found.first?.place.segment == 1)
  }

  @Test func fourByteSegmentIsFine() {
    #expect(findings(NoteAlignmentLoss.self, of: withProperty()).isEmpty)
  }

  /// GRUB's x86_64 image: alignment 8, and every record a multiple of 8.
  @Test func eightByteRecordsAreFine() {
    var guest = TestGuest()
    guest.notes = [TestNote(.virtBase, TestGuest.base), TestNote(.xenVersion, "xen-3.0")]
    var image = guest.build()
    image.setNoteAlignment(8)
    #expect(findings(NoteAlignmentLoss.self, ofBytes: image.bytes).isEmpty)
  }

  /// Four bytes of padding in front of the second section's notes.
  @Test func paddingHidesNotesFromXen() {
    var guest = TestGuest()
    var first = TestNote(.phys32Entry, TestGuest.start, size: 8)
    first.descriptorSize = 4
    guest.notes = [first, TestNote(.xenVersion, "xen-3.0"), TestNote(.loader, "generic")]
    var image = guest.build()
    image.changeNoteSection(
      offset: UInt64(image.notes.lowerBound + 24), size: UInt64(image.notes.count - 24))
    let found = findings(NoteAlignmentLoss.self, ofBytes: image.bytes)
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.contains("XEN_VERSION") == true)
  }

  private func withProperty() -> TestGuest {
    var guest = TestGuest()
    let property = TestNote(5, [UInt8](repeating: 1, count: 16), name: Array("GNU\0".utf8))
    let entry = TestNote(.phys32Entry, TestGuest.start, size: 4)
    guest.notes = [property, entry] + guest.notes
    return guest
  }
}

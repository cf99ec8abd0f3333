// SPDX-License-Identifier: Apache-2.0

import CElf
import Checks
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct NotesMissingTests {
  @Test func nothingToGoBy() {
    let found = findings(NotesMissing.self) { guest in
      guest.notes = [TestNote(3, [1], name: Array("GNU\0".utf8))]
    }
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.contains("\"GNU\"") == true)
  }

  @Test func theirBytesAreInAnotherSection() {
    let found = findings(NotesMissing.self) { guest in
      guest.notesBySegment = false
      guest.noteSectionType = SHT_PROGBITS
    }
    #expect(found.map(\.place.section) == [".note.Xen"])
    #expect(found.first?.message.contains("PROGBITS") == true)
    #expect(found.first?.message.contains("@note") == true)
  }

  /// 3.0.2 reads the string only: that, and nothing else, is wrong with a kernel of notes.
  @Test func notesBeforeTheyWereRead() {
    let target = Target(xen: XenRelease(3, 0, 2))
    let all = Rules.findings(subject(ofBytes: TestGuest().build().bytes, target: target))
    #expect(all.map(\.rule) == [NotesMissing.id], "\(all)")
    let message = all.first?.message ?? ""
    #expect(message.contains("reads only the string __xen_guest"))
    #expect(message.contains("pvkit notes add --legacy"))
    #expect(message.contains("link without AT()"))
    let legacy = findings(NotesMissing.self, target: target) {
      $0.speakLegacy(TestGuest.legacyString)
    }
    #expect(legacy.isEmpty)
  }

  /// The string makes a PV guest; a kernel for PVH has no use for it.
  @Test func notesOfAnotherMode() {
    let subject = subject(
      ofBytes: TestGuest.pvh(is64: true).build().bytes, target: Target(xen: XenRelease(3, 0, 2)),
      verdicts: [asked(.pvh, .domU)])
    #expect(NotesMissing.check(subject).isEmpty)
  }

  @Test func notesOrStringWillDo() {
    #expect(findings(NotesMissing.self).isEmpty)
    #expect(findings(NotesMissing.self) { $0.speakLegacy(TestGuest.legacyString) }.isEmpty)
  }

  /// An ELF that is no kernel is named.
  @Test(arguments: [(ET_CORE, "a core dump"), (ET_REL, "an object file")])
  func whatIsNoKernel(_ type: Int32, _ words: String) {
    let found = findings(NotesMissing.self) { guest in
      guest.notes = []
      guest.header.type = UInt16(type)
    }
    #expect(found.count == 1)
    #expect(found.first?.message.contains(words) == true)
  }

  /// A section of a mebibyte that a file claims 4,000 times is searched once.
  @Test func theSameBytesInManySections() {
    var guest = TestGuest()
    let descriptor = [UInt8](repeating: 1, count: (1 << 20) - 64)
    guest.notes = [TestNote(1, descriptor, name: Array("abc\0".utf8))]
    guest.notesBySegment = false
    guest.noteSectionType = SHT_PROGBITS
    let image = guest.build()
    // The third header is that of the notes.
    let header = Array(image.bytes[image.sections].dropFirst(2 * 64).prefix(64))
    var bytes = image.bytes
    let table = TestNote.number(UInt64(bytes.count), size: 8)
    for _ in 0..<4000 { bytes += header }
    bytes.replaceSubrange(40..<48, with: table)
    // e_shnum and e_shstrndx
    bytes.replaceSubrange(60..<64, with: TestNote.number(4000, size: 4))
    let found = findings(NotesMissing.self, ofBytes: bytes)
    #expect(found.first?.message.contains("no note of the owner") == true)
  }
}

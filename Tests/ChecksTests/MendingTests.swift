// SPDX-License-Identifier: Apache-2.0

import Checks
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// What is wrong and mendable is right afterwards, and nothing is lost.
@Suite struct MendingTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    let rule: any MendingRule.Type
    let bytes: [UInt8]
    var testDescription: String { rule.id }
  }

  @Test(arguments: faults) func mended(_ fault: Fault) throws {
    let before = subject(ofBytes: fault.bytes)
    #expect(fault.rule.check(before).filter(\.isMendable).isEmpty == false)
    var rewrite = try NoteRewrite(before.image)
    Rules.mend(&rewrite, of: before)
    let bytes = try rewrite.bytes()
    let after = subject(ofBytes: bytes)
    #expect(Rules.findings(after).filter(\.isMendable).isEmpty)
    let verdict = Libxenguest.verdict(on: after.image, mode: .pv, target: Target())
    #expect(verdict.accepts, "\(verdict.reason ?? "")")
    let types = Set(try after.image.elf.get().notes.filter(\.isXen).map(\.type))
    #expect(types.isSuperset(of: TestNote.complete.map(\.type)))
  }

  @Test func everyRuleThatMendsIsTried() {
    let mending = Rules.all.filter { $0 is any MendingRule.Type }.map { $0.id }
    #expect(Set(mending) == Set(Self.faults.map { $0.rule.id }))
  }

  /// Which of them are meant is not for a tool to say.
  @Test func notesBesideThoseOfASegmentAreNotMended() throws {
    var image = TestGuest().build()
    let first = TestNote.complete[0].encoded.count
    // The segment ends behind the first note.
    let place = image.segments.upperBound - 3 * MemoryLayout<UInt64>.size
    image.patch(place, UInt64(first))
    let found = findings(NoteSegment.self, ofBytes: image.bytes)
    #expect(found.map(\.isMendable) == [false])
  }

  private static let faults = [
    Fault(rule: NoteOwner.self, bytes: guest { $0.nameAll("name") }),
    Fault(rule: NoteNameSize.self, bytes: guest { $0.notes[1].nameSize = 3 }),
    Fault(
      rule: NoteStringEnd.self,
      bytes: guest { $0.set(TestNote(.xenVersion, Array("xen-3.0x".utf8))) }),
    Fault(rule: NoteSegment.self, bytes: guest { $0.notesBySegment = false }),
    Fault(rule: NoteAlignmentLoss.self, bytes: behindPadding),
  ]

  private static func guest(_ change: (inout TestGuest) -> Void) -> [UInt8] {
    var guest = TestGuest()
    change(&guest)
    return guest.build().bytes
  }

  /// The first note stands in front of the section, with 4 bytes of padding behind.
  private static var behindPadding: [UInt8] {
    var guest = TestGuest()
    var first = TestNote(.phys32Entry, TestGuest.start, size: 8)
    first.descriptorSize = 4
    guest.notes = [first] + guest.notes
    var image = guest.build()
    image.changeNoteSection(
      offset: UInt64(image.notes.lowerBound + 24), size: UInt64(image.notes.count - 24))
    return image.bytes
  }
}

extension TestGuest {
  fileprivate mutating func nameAll(_ owner: String) {
    for index in notes.indices { notes[index].name = Array(owner.utf8) + [0] }
  }
}

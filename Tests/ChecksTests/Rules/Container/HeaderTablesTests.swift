// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct HeaderTablesTests {
  @Test func rightSizes() {
    #expect(findings(HeaderTables.self).isEmpty)
    #expect(findings(HeaderTables.self, of: .pae).isEmpty)
  }

  /// The guest has two program headers. The second one is read at another place.
  @Test(arguments: [UInt16(0), 32, 72])
  func programHeaders(size: UInt16) {
    let found = findings(HeaderTables.self) { $0.header.segmentSize = size }
    #expect(found.map(\.severity) == [.error])
    #expect(found.map(\.place.offset) == [54])
    let message = found.first?.message ?? ""
    #expect(message.hasPrefix("e_phentsize is \(size), but a program header has 56 bytes"))
    #expect(message.contains("write 56 into the two bytes at offset 0x36"))
    if size > 0 {
      #expect(message.contains("at offset 0x\(String(64 + size, radix: 16)), and it is at 0x78"))
    }
  }

  @Test func programHeadersPastTheEnd() {
    let found = findings(HeaderTables.self) { $0.header.segmentSize = .max }
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.contains("ends at offset 0x2003e, after the end") == true)
  }

  @Test func narrowGuest() {
    var guest = TestGuest.pae
    guest.header.segmentSize = 56
    guest.header.sectionSize = 64
    guest.notesBySegment = false
    let found = findings(HeaderTables.self, of: guest)
    #expect(found.map(\.place.offset) == [42, 46])
    #expect(found.first?.message.contains("write 32 into") == true)
    #expect(found.last?.message.contains("write 40 into") == true)
  }

  /// The place of the only program header does not depend on its size.
  @Test func onlyProgramHeader() {
    let found = findings(HeaderTables.self) {
      $0.header.segmentSize = 0
      $0.notesBySegment = false
    }
    #expect(found.map(\.severity) == [.warning])
  }

  @Test func unneededSections() {
    let found = findings(HeaderTables.self) { $0.header.sectionSize = 0 }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.map(\.place.offset) == [58])
    // 3.0.4 finds notes by their sections only.
    let old = findings(HeaderTables.self, target: Target(xen: XenRelease(3, 0, 4))) {
      $0.header.sectionSize = 0
    }
    #expect(old.map(\.severity) == [.error])
  }

  @Test(arguments: [UInt16(0), 32, .max])
  func neededSections(size: UInt16) {
    let notes = findings(HeaderTables.self) {
      $0.header.sectionSize = size
      $0.notesBySegment = false
    }
    let string = findings(HeaderTables.self) {
      $0.speakLegacy(TestGuest.legacyString)
      $0.header.sectionSize = size
    }
    for found in [notes, string] {
      #expect(found.map(\.severity) == [.error])
      #expect(found.map(\.place.offset) == [58])
    }
  }

  /// PN_XNUM: the number is in the first section header (sh_info), where no loader of Xen looks.
  @Test func manyProgramHeaders() {
    var guest = TestGuest()
    guest.header.segmentCount = .max
    var image = guest.build()
    image.patch(image.sections.lowerBound + 44, 2, count: 4)
    let found = Rules.findings(subject(ofBytes: image.bytes))
    #expect(found.map(\.rule) == ["header-tables"], "\(found)")
    #expect(found.map(\.place.offset) == [56])
    #expect(found.first?.message.contains("write their number, 2, into") == true)
  }

  /// The number is in the first section header (sh_size).
  @Test func noSections() {
    var guest = TestGuest()
    guest.header.sectionCount = 0
    var image = guest.build()
    image.patch(image.sections.lowerBound + 32, 3)
    #expect(findings(HeaderTables.self, ofBytes: image.bytes).isEmpty)
    guest.notesBySegment = false
    image = guest.build()
    image.patch(image.sections.lowerBound + 32, 3)
    let found = Rules.findings(subject(ofBytes: image.bytes))
    #expect(found.map(\.rule) == ["header-tables"], "\(found)")
    #expect(found.map(\.place.offset) == [60])
  }

  /// One cause is one finding: the notes that loaders do not find are not called missing.
  @Test(arguments: [UInt16(0), 32, 72, .max])
  func nothingElseIsSaid(size: UInt16) {
    var segments = TestGuest()
    segments.header.segmentSize = size
    var sections = TestGuest()
    sections.header.sectionSize = size
    sections.notesBySegment = false
    for guest in [segments, sections] {
      let found = Rules.findings(subject(ofBytes: guest.build().bytes))
      #expect(found.map(\.rule) == ["header-tables"], "\(found)")
    }
  }

  /// The one error says that the others are left out, unless the user does not see it as one.
  @Test(arguments: [UInt16(0), 32])
  func theOthersAreLeftOut(size: UInt16) {
    var guest = TestGuest()
    guest.header.sectionSize = size
    guest.notesBySegment = false
    guest.set(TestNote(.loader, "grub"))
    let asked = subject(ofBytes: guest.build().bytes)
    let words = "the other checks are left out until this is repaired"
    let found = Rules.findings(asked)
    #expect(found.map(\.rule) == ["header-tables"], "\(found)")
    #expect(found.first?.message.hasSuffix("; " + words) == true, "\(found)")
    let all = Rules.findings(asked) { _ in false }
    #expect(all.first?.rule == "header-tables")
    #expect(all.count > 1 && !all.contains { $0.message.contains(words) }, "\(all)")
  }

  /// A warning leaves the other rules alone.
  @Test func theOthersAfterAWarning() {
    var guest = TestGuest()
    guest.header.sectionSize = 0
    guest.set(TestNote(.loader, "grub"))
    let found = Rules.findings(subject(ofBytes: guest.build().bytes))
    #expect(found.map(\.rule).contains("loader-name"))
  }
}

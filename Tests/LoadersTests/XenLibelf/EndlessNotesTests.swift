// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// Files of a few kilobytes to megabytes that claim more notes, sections and texts than anyone can read.
/// Where libelf does not check bounds, the loader's own loop has no end that is near.
@Suite struct EndlessNotesTests {
  private func verdict(_ image: TestImage, _ release: String) throws -> Verdict {
    let target = Target(xen: try #require(XenRelease(release)))
    return Libxenguest.verdict(
      on: GuestImage(name: "test", file: Bytes(image.bytes)), mode: .pv, target: target)
  }

  /// A guest with one section alone, of notes, stated 60,000 times.
  private func repeated(_ notes: [UInt8], is64: Bool = true) -> TestImage {
    var guest = TestGuest()
    guest.header.is64 = is64
    if !is64 { guest.header.machine = 3 }
    guest.notesBySegment = false
    guest.notes = [TestNote(.guestOS, notes)]
    guest.header.sectionSize = 0
    guest.header.sectionCount = 60000
    // The third section is that of the notes.
    guest.header.sectionTable = UInt64(guest.build().sections.lowerBound + 2 * (is64 ? 64 : 40))
    var image = guest.build()
    image.bytes.replaceSubrange(image.notes.prefix(notes.count), with: notes)
    return image
  }

  private func note(name: Int, descriptor: Int, type: UInt32 = 1) -> [UInt8] {
    [UInt32(truncatingIfNeeded: name), UInt32(truncatingIfNeeded: descriptor), type].flatMap {
      TestNote.number(UInt64($0), size: 4)
    }
  }

  /// A descriptor of -12 bytes leads back to its own note: before libelf where pointers have 32 bits.
  @Test(arguments: ["3.0.3", "3.0.4", "3.1", "3.2"]) func aCircle(_ release: String) throws {
    let circle = note(name: 0, descriptor: -12) + [0, 0, 0, 0]
    let found = try verdict(repeated(circle, is64: !release.hasPrefix("3.0.")), release)
    #expect(found.outcome == .crash)
    #expect(found.reason?.contains("never ends") ?? false, "\(found.reason ?? "")")
  }

  @Test func theSameNotesInEverySection() throws {
    let notes = (0..<5000).flatMap { _ in note(name: 4, descriptor: 0) + Array("abc\0".utf8) }
    let found = try verdict(repeated(notes), "3.0.4")
    #expect(found.reason?.contains("never ends") ?? false, "\(found.reason ?? "")")
    // From 4.3 on libelf counts them.
    #expect(try verdict(repeated(notes), "4.17").outcome == .refuse)
  }

  /// Each note jumps to one text of 4 MiB, and back to the next note.
  @Test(arguments: ["3.0.4", "3.2"]) func theSameTextInEveryNote(_ release: String) throws {
    let (count, size) = (60000, 16)
    let run = (0..<count).flatMap { index in
      let ahead = (count - index) * size - 12
      return note(name: ahead, descriptor: 4 - ahead, type: XenNote.guestOS.number)
        + Array("Xen\0".utf8)
    }
    let found = try verdict(
      repeated(run + [UInt8](repeating: UInt8(ascii: "B"), count: 4 << 20) + [0]), release)
    #expect(found.outcome != .accept)
  }

  /// Every section's name is one text of 4 MiB.
  @Test(arguments: ["3.0.4", "3.2", "4.17"]) func theSameLongName(_ release: String) throws {
    var guest = TestGuest()
    guest.notes = []
    guest.speakLegacy(String(repeating: "A", count: 4 << 20))
    guest.header.sectionSize = 0
    guest.header.sectionCount = 60000
    guest.header.sectionTable = UInt64(guest.build().sections.lowerBound + 3 * 64)
    let found = try verdict(guest.build(), release)
    #expect(found.outcome != .accept)
  }
}

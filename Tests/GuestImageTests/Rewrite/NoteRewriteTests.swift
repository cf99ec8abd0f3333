// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI
import Testing

@testable import GuestImage

@Suite struct NoteRewriteTests {
  private let guestOS = NoteRewrite.Entry(
    owner: "Xen", type: XenNote.guestOS.number, descriptor: Array("mine\0".utf8))

  /// The new image, of which all that was loaded is as it was.
  private func rewritten(
    _ file: [UInt8], _ change: (inout NoteRewrite) -> Void
  ) throws -> ElfFile {
    let old = GuestImage(name: "test", file: Bytes(file))
    var rewrite = try NoteRewrite(old)
    change(&rewrite)
    let new = try GuestImage(name: "new", file: Bytes(rewrite.bytes())).elf.get()
    let before = try old.elf.get()
    for (one, other) in zip(before.segments, new.segments) where one.isLoad {
      #expect(other.isLoad && one.offset == other.offset && one.fileSize == other.fileSize)
      #expect(before.contents(of: one) == new.contents(of: other))
    }
    #expect(new.noteTable.defects.isEmpty)
    return new
  }

  private func owners(_ elf: ElfFile) -> [String] { elf.notes.map { "\($0.owner) \($0.type)" } }

  @Test func bothTablesLeadToTheNewNotes() throws {
    let new = try rewritten(ElfBuilder.guest.build()) { $0.entries.append(guestOS) }
    let found = ["Xen 6", "Xen 5", "Xen 8", "Xen 3", "Xen 1", "Xen 6"]
    #expect(owners(new) == found + found)
    #expect(new.notes.last?.string == "mine")
  }

  /// Nobody would look for them there.
  @Test func notesAreForX86() throws {
    for (machine, name) in [(EM_AARCH64, "aarch64"), (EM_RISCV, "riscv"), (EM_NONE, "EM_0")] {
      var builder = ElfBuilder.guest
      builder.machine = UInt16(machine)
      let image = GuestImage(name: "test", file: Bytes(builder.build()))
      let error = #expect(throws: ImageError.self) { try NoteRewrite(image) }
      #expect(error?.problem.hasPrefix("is for \(name), and") == true)
    }
  }

  @Test func anImageWithoutNotesGetsSegmentAndSection() throws {
    var builder = ElfBuilder.guest
    builder.parts.removeLast()
    let new = try rewritten(builder.build()) { $0.entries = [guestOS] }
    #expect(new.segments.count == 3 && new.segments[2].isNote)
    #expect(new.section(named: ".note.Xen")?.offset == new.segments[2].offset)
    #expect(new.section(named: ".text")?.address == ElfBuilder.base)
    #expect(new.notes.map(\.string) == ["mine", "mine"])
  }

  @Test func notesOfASectionAloneGetASegment() throws {
    var builder = ElfBuilder.guest
    builder.parts[2].segment = nil
    let new = try rewritten(builder.build()) { $0.entries.append(guestOS) }
    #expect(new.segments.count == 3 && new.segments[2].isNote)
    #expect(new.segments[2].offset == new.section(named: ".notes")?.offset)
    #expect(new.notes.count == 12)
  }

  @Test func anImageWithoutSectionsNeedsNone() throws {
    var file = ElfBuilder.guest.build()
    file.set(UInt64(0), at: ElfBuilder.Field.sectionTable)
    file.set(UInt16(0), at: ElfBuilder.Field.sectionCount)
    file.set(UInt16(0), at: ElfBuilder.Field.nameIndex)
    let new = try rewritten(file) { $0.entries = [guestOS] }
    #expect(new.sections.isEmpty && owners(new) == ["Xen 6"])
  }

  @Test func theStringIsChangedAndMoved() throws {
    let old = "GUEST_OS=linux,XEN_VER=xen-3.0"
    var builder = ElfBuilder.guest
    builder.parts[2] = ElfBuilder.Part(
      name: "__xen_guest", type: SHT_PROGBITS, flags: SHF_ALLOC, contents: Array(old.utf8) + [0])
    let new = try rewritten(builder.build()) {
      $0.pairs.append(LegacyString.Pair(key: "PAE", value: "yes"))
    }
    #expect(new.legacy?.text == old + ",PAE=yes")
    #expect(new.notes.isEmpty)
  }

  @Test func anImageWithoutTheStringGetsIt() throws {
    let new = try rewritten(ElfBuilder.guest.build()) {
      $0.pairs = [LegacyString.Pair(key: "LOADER", value: "generic")]
    }
    #expect(new.legacy?.text == "LOADER=generic")
    #expect(new.notes.count == 10)
  }

  @Test func programHeadersMoveWhenNothingElseHelps() throws {
    var builder = ElfBuilder.guest
    builder.parts.removeLast()
    let file = builder.build()
    let new = try rewritten(file) { $0.entries = [guestOS] }
    #expect(new.header.segmentTable >= UInt64(file.count) && new.header.segmentCount == 3)
  }

  @Test func whatCannotBeReadIsRefused() throws {
    var builder = ElfBuilder.guest
    builder.parts[2].contents.removeLast(4)
    let cut = GuestImage(name: "test", file: Bytes(builder.build()))
    #expect(throws: ImageError.self) { try NoteRewrite(cut) }
    let text = GuestImage(name: "test", file: Bytes(Array("hello".utf8)))
    #expect(throws: ImageError.self) { try NoteRewrite(text) }
  }

  /// Random damage: a new image or one error, and never a trap.
  @Test func damagedImagesAreSurvived() throws {
    let file = ElfBuilder.guest.build()
    var state: UInt64 = 1
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
    for _ in 0..<2000 {
      var mutant = file
      for _ in 0...random(3) { mutant[random(mutant.count)] = UInt8(random(256)) }
      let image = GuestImage(name: "test", file: Bytes(mutant))
      guard var rewrite = try? NoteRewrite(image) else { continue }
      rewrite.entries.append(guestOS)
      rewrite.pairs.append(LegacyString.Pair(key: "PAE", value: "yes"))
      _ = try? rewrite.bytes()
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import CElf
import Testing

@testable import GuestImage

@Suite struct NoteTableTests {
  private func table(_ file: [UInt8]) throws -> NoteTable {
    try ElfFile(Bytes(file), name: "test").noteTable
  }

  @Test func bothOriginsInOrder() throws {
    let origins = try table(ElfBuilder.guest.build()).records.map(\.origin)
    #expect(origins.count == 10)
    #expect(origins.prefix(5).allSatisfy { $0 == .segment(2) })
    #expect(origins.suffix(5).allSatisfy { $0 == .section(3, name: ".notes") })
  }

  /// The note segment's p_offset and p_filesz, in the third program header.
  private static let offset = ElfBuilder.headerSize + 2 * 56 + 8
  private static let size = ElfBuilder.headerSize + 2 * 56 + 32

  private func segmentOnly(_ change: (inout [UInt8]) -> Void) throws -> NoteTable {
    var file = ElfBuilder.guest.build()
    file.set(UInt64(0), at: ElfBuilder.Field.sectionTable)
    file.set(UInt16(0), at: ElfBuilder.Field.sectionCount)
    change(&file)
    return try table(file)
  }

  @Test func offsetZero() throws {
    let notes = try segmentOnly { $0.set(UInt64(0), at: Self.offset) }
    #expect(notes.records.isEmpty)
    #expect(notes.defects.map(\.what) == ["the notes' offset is 0, where the ELF header is"])
  }

  @Test(arguments: [UInt64(1) << 33, UInt64.max, UInt64.max - 8])
  func outside(offset: UInt64) throws {
    let notes = try segmentOnly { $0.set(offset, at: Self.offset) }
    #expect(notes.records.isEmpty)
    #expect(notes.defects.map(\.what) == ["the notes lie outside the file"])
  }

  @Test(arguments: [UInt64(1) << 20, UInt64.max])
  func beyondTheEnd(size: UInt64) throws {
    let notes = try segmentOnly { $0.set(size, at: Self.size) }
    #expect(notes.records.count >= 5)
    #expect(notes.defects.first?.what == "the notes reach beyond the file's end")
  }

  @Test func noMoreThanLoadersBear() throws {
    let one = Notes.note(1, [], owner: [])
    let many = [[UInt8]](repeating: one, count: 70_000).flatMap { $0 }
    let notes = try table(ElfBuilder.kernel(notes: many).build())
    #expect(notes.records.count == NoteTable.mostNotes)
    #expect(notes.defects.last?.what == "more than 65536 notes")
  }

  @Test func readByEight() throws {
    let notes = Notes.note(18, [1, 2, 3, 4]) + Notes.string(6, "linux")
    let elf = try ElfFile(Bytes(ElfBuilder.kernel(notes: notes).build()), name: "test")
    #expect(elf.notes(readBy: .four).records.map(\.type) == [18, 6, 18, 6])
    let eight = elf.notes(readBy: .eight)
    #expect(eight.records.first?.type == 18)
    #expect(!eight.records.contains { $0.type == 6 && $0.isXen })
  }
}

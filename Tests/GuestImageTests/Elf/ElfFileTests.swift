// SPDX-License-Identifier: Apache-2.0

import CElf
import Testing

@testable import GuestImage

@Suite struct ElfFileTests {
  typealias Field = ElfBuilder.Field

  let file = ElfBuilder.guest.build()

  private func open(_ file: [UInt8]) throws -> ElfFile {
    try ElfFile(Bytes(file), name: "test")
  }

  private func problem(_ file: [UInt8]) -> String? {
    do throws(ImageError) {
      _ = try ElfFile(Bytes(file), name: "test")
      return nil
    } catch {
      return error.problem
    }
  }

  @Test func header() throws {
    let elf = try open(file)
    #expect(elf.width == .bits64)
    #expect(!elf.isBigEndian)
    #expect(elf.machineName == "x86_64")
    #expect(elf.entry == ElfBuilder.base + 0x10)
    #expect(elf.header.segmentCount == 3)
    #expect(elf.header.type == UInt16(ET_EXEC))
  }

  @Test func segments() throws {
    let segments = try open(file).segments
    #expect(segments.map(\.isLoad) == [true, true, false])
    #expect(segments.map(\.isNote) == [false, false, true])
    #expect(segments.map(\.isExecutable) == [true, false, false])
    #expect(segments[1].virtualAddress == ElfBuilder.base + 0x1000)
    #expect(segments[1].physicalAddress == 0x100_1000)
    #expect(segments[1].fileSize == 32)
    #expect(segments[1].memorySize == 0x100)
  }

  @Test func sectionNames() throws {
    #expect(try open(file).sections.map(\.name) == ["", ".text", ".data", ".notes", ".shstrtab"])
  }

  /// Names that point outside the string table are empty; without a table all of them are.
  @Test func hostileNames() throws {
    var hostile = file
    let table = Int(try open(file).header.sectionTable)
    hostile.set(UInt32.max, at: table + 64)
    #expect(try open(hostile).sections[1].name == "")
    #expect(try open(hostile).sections[2].name == ".data")
    hostile.set(UInt16(999), at: Field.nameIndex)
    #expect(try open(hostile).sections.allSatisfy { $0.name.isEmpty })
  }

  @Test func longNamesAreCut() throws {
    var builder = ElfBuilder.guest
    builder.parts[0].name = String(repeating: "x", count: 100_000)
    #expect(try open(builder.build()).sections[1].name.count == 255)
  }

  @Test func stripped() throws {
    var bare = file
    bare.set(UInt64(0), at: Field.sectionTable)
    bare.set(UInt16(0), at: Field.sectionCount)
    let elf = try open(bare)
    #expect(elf.sections.isEmpty)
    #expect(elf.notes.count == 5)
  }

  /// Loaders bear any entry size: it is no reason not to judge.
  @Test func entrySizeIsNotBelieved() throws {
    var odd = file
    odd.set(UInt16(0), at: Field.segmentEntrySize)
    odd.set(UInt16(0xffff), at: Field.sectionEntrySize)
    #expect(problem(odd) == nil || problem(odd)?.contains("libelf") == true)
  }

  @Test(arguments: [UInt64(1) << 40, UInt64.max, UInt64.max - 63, 1 << 63])
  func tablesOutside(offset: UInt64) {
    for field in [Field.segmentTable, Field.sectionTable] {
      var cut = file
      cut.set(offset, at: field)
      #expect(problem(cut) != nil)
    }
  }

  @Test func tooManySegments() {
    var many = file
    many.set(UInt16(0xfffe), at: Field.segmentCount)
    #expect(problem(many) == "the program headers lie outside the file")
  }

  /// PN_XNUM: the real count stands in the first section header.
  @Test(arguments: [UInt32(100), 1 << 16, UInt32.max])
  func extendedSegmentCount(count: UInt32) throws {
    var extended = file
    extended.set(UInt16(PN_XNUM), at: Field.segmentCount)
    let table = Int(try open(file).header.sectionTable)
    extended.set(count, at: table + 44)
    #expect(problem(extended) != nil)
    extended.set(UInt32(3), at: table + 44)
    #expect(try open(extended).segments.count == 3)
  }

  /// e_shnum 0: the real count stands in the first section header's size.
  @Test(arguments: [UInt64(6), 1 << 20, 1 << 40, UInt64.max])
  func extendedSectionCount(count: UInt64) throws {
    var extended = file
    extended.set(UInt16(0), at: Field.sectionCount)
    extended.set(count, at: Int(try open(file).header.sectionTable) + 32)
    #expect(problem(extended) != nil)
    extended.set(UInt64(5), at: Int(try open(file).header.sectionTable) + 32)
    #expect(try open(extended).sections.count == 5)
  }

  @Test func badClassAndEncoding() {
    for (field, value) in [(4, UInt8(3)), (4, 0), (5, 3), (5, 0), (6, 9)] {
      var odd = file
      odd[field] = value
      #expect(problem(odd) != nil, "e_ident[\(field)] = \(value)")
    }
  }

  @Test func noElf() { #expect(problem([1, 2, 3]) == "the content is not an ELF file") }
}

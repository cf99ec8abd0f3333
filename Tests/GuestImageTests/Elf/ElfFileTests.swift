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

  /// Xen's loaders go from program header to program header by e_phentsize.
  @Test(arguments: [UInt16(0), 8, 32, 55, 57, 72, 112])
  func programHeadersAreWhereTheirSizeSays(size: UInt16) throws {
    var odd = file
    odd.set(size, at: Field.segmentEntrySize)
    let segments = try open(odd).segments
    #expect(segments.count == 3)
    #expect(segments.map(\.index) == [0, 1, 2])
    for (index, segment) in segments.enumerated() {
      let place = UInt64(ElfBuilder.headerSize + index * Int(size))
      #expect(segment.type == Bytes(odd).integer(at: place, as: UInt32.self))
      #expect(segment.offset == Bytes(odd).integer(at: place + 8, as: UInt64.self))
      #expect(segment.memorySize == Bytes(odd).integer(at: place + 40, as: UInt64.self))
    }
    let right = try open(file).segments
    #expect(segments[0].virtualAddress == right[0].virtualAddress)
    #expect(segments[1].virtualAddress != right[1].virtualAddress)
  }

  /// Those that start after the end of the file are not there, and a field after it is 0.
  @Test func programHeadersPastTheEnd() throws {
    var odd = file
    odd.set(UInt16.max, at: Field.segmentEntrySize)
    #expect(try open(odd).segments.map(\.isLoad) == [true])
    let last = UInt16(file.count - ElfBuilder.headerSize - 4)
    odd.set(last, at: Field.segmentEntrySize)
    let segments = try open(odd).segments
    #expect(segments.count == 2)
    #expect(segments.last?.memorySize == 0)
  }

  /// However many there seem to be, their number is limited.
  @Test func oneProgramHeaderManyTimes() throws {
    var odd = file
    odd.set(UInt16(0), at: Field.segmentEntrySize)
    odd.set(UInt16(0xfffe), at: Field.segmentCount)
    #expect(try open(odd).segments.count == 1024)
  }

  /// Sections are for code, symbols and types, whatever loaders make of them.
  @Test(arguments: [UInt16(0), 32, 72, 0xffff])
  func sectionsAreReadByTheirSize(size: UInt16) throws {
    var odd = file
    odd.set(size, at: Field.sectionEntrySize)
    #expect(try open(odd).sections.map(\.name) == open(file).sections.map(\.name))
  }

  @Test func whatTheHeaderSaysOfItsTables() throws {
    let header = try open(file).header
    #expect(!header.programHeaders.hasWrongSize && !header.sectionHeaders.hasWrongSize)
    #expect(header.programHeaders.sizeFieldOffset == UInt64(Field.segmentEntrySize))
    #expect(header.sectionHeaders.sizeFieldOffset == UInt64(Field.sectionEntrySize))
    #expect(header.programHeaders.headerSize == 56 && header.sectionHeaders.headerSize == 64)
    #expect(header.sectionHeaders.statedEnd == UInt64(file.count))
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

// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

@Suite struct NoteIteratorTests {
  private let origin = NoteRecord.Origin.segment(0)

  private func read(
    _ bytes: [UInt8], alignment: NoteAlignment = .four, isBigEndian: Bool = false
  ) -> (records: [NoteRecord], defect: NoteDefect?) {
    var iterator = NoteIterator(
      Bytes(bytes), origin: origin, base: 0x100, alignment: alignment, isBigEndian: isBigEndian)
    var records: [NoteRecord] = []
    while let record = iterator.next() { records.append(record) }
    return (records, iterator.defect)
  }

  @Test func twoNotes() {
    let (records, defect) = read(Notes.string(6, "linux") + Notes.number(1, 0x1234))
    #expect(defect == nil)
    #expect(records.map(\.type) == [6, 1])
    #expect(records.map(\.offset) == [0x100, 0x100 + 24])
    #expect(records.map(\.descriptorOffset) == [0x110, 0x128])
    #expect(records[0].owner == "Xen")
    #expect(records[0].string == "linux")
    #expect(records[1].number == 0x1234)
  }

  @Test func bigEndian() {
    let note = Notes.note(3, [0, 0, 0, 9], isBigEndian: true)
    #expect(read(note, isBigEndian: true).records.first?.number == 9)
    #expect(read(note).defect != nil)
  }

  /// A property note of a 64-bit toolchain, then Xen's: an 8-byte reader loses the latter.
  @Test func eightByteReaderLosesWhatFollows() {
    let property = Notes.note(5, [UInt8](repeating: 0, count: 16), owner: Array("GNU\0".utf8))
    let xen = Notes.note(18, [1, 2, 3, 4])
    let both = property + xen + Notes.number(1, 7)
    #expect(read(both).records.count == 3)
    let eight = read(both, alignment: .eight)
    #expect(
      eight.records.filter(\.isXen).map(\.number)
        != read(both).records.filter(\.isXen).map(\.number))
  }

  @Test func eightByteNotes() {
    let note = Notes.note(5, [1, 2, 3, 4], owner: Array("GNU\0abcd\0".utf8), alignment: 8)
    let (records, defect) = read(note + note, alignment: .eight)
    #expect(defect == nil)
    #expect(records.map(\.descriptor.array) == [[1, 2, 3, 4], [1, 2, 3, 4]])
  }

  @Test(arguments: 1..<12)
  func headerCutOff(count: Int) {
    let (records, defect) = read(Notes.string(6, "linux") + [UInt8](repeating: 0, count: count))
    #expect(records.count == 1)
    #expect(
      defect == NoteDefect(origin: origin, offset: 0x118, what: "the note's header is cut off"))
  }

  @Test(arguments: [UInt32(5), 0x7fff_ffff, 0xffff_fffd, 0xffff_ffff])
  func nameTooLong(size: UInt32) {
    var note = Notes.note(6, [])
    note.set(size, at: 0)
    let (records, defect) = read(note)
    #expect(records.isEmpty)
    #expect(defect?.what == "the note's name of \(size) bytes is cut off")
  }

  /// Handed out as far as it is there: loaders read it all the same.
  @Test(arguments: [UInt32(7), 0x7fff_ffff, 0xffff_fffd, 0xffff_ffff])
  func descriptorTooLong(size: UInt32) {
    var note = Notes.note(6, [1, 2, 3, 4])
    note.set(size, at: 4)
    let (records, defect) = read(note)
    #expect(records.count == 1)
    #expect(records[0].descriptor.array == [1, 2, 3, 4])
    #expect(records[0].descriptorSize == size)
    #expect(records[0].isCutOff)
    #expect(defect?.offset == 0x100)
  }

  /// The last note's padding may be missing.
  @Test func unpaddedEnd() {
    let (records, defect) = read(Notes.string(6, "linux").dropLast(2))
    #expect(records.first?.string == "linux")
    #expect(defect == nil)
  }

  @Test func nothing() {
    #expect(read([]).records.isEmpty)
    #expect(read([]).defect == nil)
  }
}

// SPDX-License-Identifier: Apache-2.0

/// All notes of an ELF file, in the order of its tables.
public struct NoteTable: Sendable {
  /// The maximum number of notes, the same as in Xen's loader (common/libelf/libelf-dominfo.c@4.17,
  /// elf_xen_parse_notes).
  public static let mostNotes = 65_536

  /// The maximum total size of all notes, as a multiple of the file's size. It is more than 1,
  /// because segments and sections contain the same notes, and some linkers put a note into several
  /// segments.
  private static let mostPasses = 8

  /// The notes, in the order of the tables.
  public private(set) var records: [NoteRecord] = []
  /// The remaining number of bytes of names and descriptors.
  private var room: Int

  /// The defects at which reading stopped.
  public private(set) var defects: [NoteDefect] = []

  /// Reads the PT_NOTE segments, then the SHT_NOTE sections.
  ///
  /// - Parameters:
  ///   - bytes: the ELF file.
  ///   - segments: its program headers.
  ///   - sections: its section headers.
  ///   - isBigEndian: whether numbers are big-endian.
  ///   - alignment: the alignment of the reader that is modelled.
  public init(
    _ bytes: Bytes, segments: [ElfFile.Segment], sections: [ElfFile.Section], isBigEndian: Bool,
    alignment: NoteAlignment = .four
  ) {
    room = bytes.count * Self.mostPasses
    for segment in segments where segment.isNote {
      let origin = NoteRecord.Origin.segment(segment.index)
      let run = Run(origin, segment.offset, segment.fileSize)
      read(run, bytes, alignment, isBigEndian)
    }
    for section in sections where section.isNote {
      let origin = NoteRecord.Origin.section(section.index, name: section.name)
      read(Run(origin, section.offset, section.size), bytes, alignment, isBigEndian)
    }
  }

  /// A table of notes, by its header.
  private struct Run {
    let origin: NoteRecord.Origin
    let offset: UInt64
    let size: UInt64

    init(_ origin: NoteRecord.Origin, _ offset: UInt64, _ size: UInt64) {
      self.origin = origin
      self.offset = offset
      self.size = size
    }
  }

  private mutating func read(
    _ run: Run, _ bytes: Bytes, _ alignment: NoteAlignment, _ isBigEndian: Bool
  ) {
    guard run.size > 0, records.count < Self.mostNotes else { return }
    guard run.offset > 0 else {
      return note(run, "the notes' offset is 0, where the ELF header is")
    }
    guard let rest = bytes.suffix(from: run.offset) else {
      return note(run, "the notes lie outside the file")
    }
    let inside = rest.slice(at: 0, count: run.size)
    if inside == nil { note(run, "the notes reach beyond the file's end") }
    var iterator = NoteIterator(
      inside ?? rest, origin: run.origin, base: run.offset, alignment: alignment,
      isBigEndian: isBigEndian)
    while let record = iterator.next() {
      guard records.count < Self.mostNotes else {
        return note(run, "more than \(Self.mostNotes) notes")
      }
      room -= record.name.count + record.descriptor.count
      guard room >= 0 else { return note(run, "notes of more bytes than the file has") }
      records.append(record)
    }
    if let defect = iterator.defect { defects.append(defect) }
  }

  private mutating func note(_ run: Run, _ what: String) {
    defects.append(NoteDefect(origin: run.origin, offset: run.offset, what: what))
  }
}

extension ElfFile {
  /// The notes as a reader with that alignment finds them.
  public func notes(readBy alignment: NoteAlignment) -> NoteTable {
    NoteTable(
      bytes, segments: segments, sections: sections, isBigEndian: isBigEndian,
      alignment: alignment)
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The tables of a kernel that contain the notes which loaders use, and which a rewrite changes.
struct NotePlace {
  /// The PT_NOTE segment; nil if there is none for these notes.
  let segment: ElfFile.Segment?
  /// The sections with the same notes.
  let sections: [ElfFile.Section]
  /// The notes of all owners.
  let records: [NoteRecord]

  /// - Throws: `ImageError` if the notes cannot be read to their end, or are in several segments.
  init(_ elf: ElfFile, name: String) throws(ImageError) {
    let bearing = Set(elf.notes.filter(\.isXen).map(\.offset))
    let segments = elf.segments.filter { $0.isNote && $0.offset > 0 }
    let withXen = segments.filter { segment in bearing.contains { segment.covers($0) } }
    guard withXen.count < 2 else {
      throw ImageError(
        image: name, offset: withXen[1].offset,
        problem: "the Xen notes are in \(withXen.count) segments",
        cure: "link them into one: pvkit generate notes --lds")
    }
    let section = Self.section(of: elf, bearing)
    let around = segments.first { segment in section.map { segment.covers($0.offset) } ?? false }
    let first = withXen.first ?? around ?? (bearing.isEmpty ? segments.first : nil)
    // An empty segment can be used like a new one.
    segment = first ?? elf.segments.first { $0.isNote && $0.offset == 0 }
    sections =
      first.map { first in elf.sections.filter { $0.isNote && first.covers($0.offset) } }
      ?? section.map { [$0] } ?? []
    records = try Self.records(of: elf, first, sections, name)
  }

  /// The section that loaders use if there is no PT_NOTE segment.
  private static func section(of elf: ElfFile, _ bearing: Set<UInt64>) -> ElfFile.Section? {
    let sections = elf.sections.filter { $0.isNote && $0.offset > 0 }
    return sections.first { section in bearing.contains { section.covers($0) } }
      ?? sections.first { $0.name == ".note.Xen" } ?? sections.first
  }

  /// Reads the notes by their sections, because padding between sections hides notes from a reader
  /// of the whole segment. Notes that are only in the segment are kept too.
  private static func records(
    of elf: ElfFile, _ segment: ElfFile.Segment?, _ sections: [ElfFile.Section], _ name: String
  ) throws(ImageError) -> [NoteRecord] {
    let indices = Set(sections.map(\.index))
    let bySegment = records(of: elf) { $0 == segment.map { .segment($0.index) } }
    let bySection = records(of: elf) { $0.section.map(indices.contains) ?? false }
    guard let bySection, bySegment != nil || !sections.isEmpty else {
      throw ImageError(
        image: name, offset: segment?.offset ?? sections.first?.offset,
        problem: "the notes cannot be read to their end", cure: "see pvkit check")
    }
    let others = elf.notes.filter { note in
      note.origin == segment.map { .segment($0.index) } && !sections.contains { note.meets($0) }
    }
    return (others + bySection).sorted { $0.offset < $1.offset }
  }

  /// The notes from certain tables; nil if any of them is truncated.
  private static func records(
    of elf: ElfFile, from isMeant: (NoteRecord.Origin) -> Bool
  ) -> [NoteRecord]? {
    let isWhole = !elf.noteTable.defects.contains { isMeant($0.origin) }
    let found = elf.notes.filter { isMeant($0.origin) }
    return isWhole && !found.contains(where: \.isCutOff) ? found : nil
  }
}

extension NoteRecord {
  /// Whether any part of the note is in the section.
  fileprivate func meets(_ section: ElfFile.Section) -> Bool {
    offset < section.offset &+ section.size
      && descriptorOffset &+ UInt64(descriptorSize) > section.offset
  }
}

extension NoteRecord.Origin {
  /// The section's index; nil for a segment.
  fileprivate var section: Int? {
    if case .section(let index, _) = self { index } else { nil }
  }
}

extension ElfFile.Segment {
  fileprivate func covers(_ place: UInt64) -> Bool {
    place >= offset && place - offset < max(fileSize, 1)
  }
}

extension ElfFile.Section {
  fileprivate func covers(_ place: UInt64) -> Bool {
    place >= offset && place - offset < max(size, 1)
  }
}

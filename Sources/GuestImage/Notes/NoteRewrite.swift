// SPDX-License-Identifier: Apache-2.0

import CElf

/// Other notes for an ELF that is linked already: they stand behind the end of the file, and its
/// PT_NOTE, or the section when there is none, leads there. No byte that is loaded changes.
public struct NoteRewrite: Sendable {
  /// A note to be written.
  public struct Entry: Sendable, Equatable {
    /// Without the closing NUL.
    public var owner: String
    public var type: UInt32
    public var descriptor: [UInt8]

    public init(owner: String, type: UInt32, descriptor: [UInt8]) {
      self.owner = owner
      self.type = type
      self.descriptor = descriptor
    }
  }

  /// What the PT_NOTE is to hold, in order: at first, what it holds.
  public var entries: [Entry]
  private let elf: ElfFile
  private let segment: ElfFile.Segment?
  /// Where loaders look when there is no PT_NOTE.
  private let section: ElfFile.Section?

  /// Throws when the image is packed, or has no notes in a PT_NOTE that can be followed.
  public init(_ image: GuestImage) throws(ImageError) {
    guard image.container.kind == .elf else {
      throw ImageError(
        image: image.name,
        problem: "is packed (\(image.container.kind.rawValue)), and only an ELF can be rewritten",
        cure: "unpack it with pvkit unpack; a bzImage is to be built again around the new kernel, "
          + "since its own code knows the payload's size")
    }
    elf = try image.elf.get()
    guard !elf.isBigEndian else {
      throw ImageError(image: image.name, problem: "is big-endian, which no x86 kernel is")
    }
    segment = elf.segments.first { $0.isNote && $0.offset > 0 }
    section = segment == nil ? Self.section(of: elf) : nil
    guard let place = segment?.offset ?? section?.offset else {
      throw ImageError(
        image: image.name,
        problem: "has no notes, and room for their header would move what is loaded",
        cure: "link them in: pvkit generate notes")
    }
    let (segment, section) = (segment, section)
    let records = elf.notes.filter { record in
      switch record.origin {
      case .segment(let index): index == segment?.index
      case .section(let index, _): index == section?.index
      }
    }
    guard records.allSatisfy({ !$0.isCutOff }), elf.noteTable.defects.isEmpty else {
      throw ImageError(
        image: image.name, offset: place, problem: "the notes cannot be read to their end",
        cure: "see pvkit check")
    }
    entries = records.map {
      Entry(owner: $0.owner, type: $0.type, descriptor: $0.descriptor.array)
    }
  }

  private static func section(of elf: ElfFile) -> ElfFile.Section? {
    let sections = elf.sections.filter { $0.isNote && $0.offset > 0 }
    return sections.first { $0.name == ".note.Xen" } ?? sections.first
  }

  /// Bytes of an address of the kernel's.
  public var wordSize: Int { elf.width == .bits64 ? 8 : 4 }

  /// The whole new file.
  public func bytes() -> [UInt8] {
    let table = entries.flatMap(Self.record)
    var file = elf.bytes.array
    file += [UInt8](repeating: 0, count: (8 - file.count % 8) % 8)
    let start = UInt64(file.count)
    file += table
    patchSegment(start, UInt64(table.count), in: &file)
    patchSections(start, UInt64(table.count), in: &file)
    return file
  }

  private static func record(_ entry: Entry) -> [UInt8] {
    let owner = Array(entry.owner.utf8) + [0]
    let head = [UInt32(owner.count), UInt32(entry.descriptor.count), entry.type]
    return head.flatMap { little(UInt64($0), 4) } + padded(owner) + padded(entry.descriptor)
  }

  private static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  private static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }

  private func put(_ value: UInt64, _ size: Int, at offset: Int, in file: inout [UInt8]) {
    guard offset <= file.count - size else { return }
    file.replaceSubrange(offset..<offset + size, with: Self.little(value, size))
  }

  /// No address: the notes are in the file only, where loaders read them.
  private func patchSegment(_ start: UInt64, _ size: UInt64, in file: inout [UInt8]) {
    guard let segment else { return }
    // The sizes that libelf went by when it found them: the header's own may be anything.
    let header = Int(clamping: elf.header.segmentTable) + segment.index * (wordSize == 8 ? 56 : 32)
    let fields = elf.width == .bits64 ? [8, 16, 24, 32, 40, 48] : [4, 8, 12, 16, 20, 28]
    for (field, value) in zip(fields, [start, 0, 0, size, size, 4]) {
      put(value, wordSize, at: header + field, in: &file)
    }
  }

  /// The first section of the old notes takes the new ones; others there are empty from now on.
  private func patchSections(_ start: UInt64, _ size: UInt64, in file: inout [UInt8]) {
    let inside = elf.sections.filter { each in
      guard let segment else { return each.index == section?.index }
      return each.isNote && each.offset >= segment.offset
        && each.offset - segment.offset < max(segment.fileSize, 1)
    }
    for (index, section) in inside.enumerated() {
      let header =
        Int(clamping: elf.header.sectionTable) + section.index * (wordSize == 8 ? 64 : 40)
      let fields = elf.width == .bits64 ? [8, 16, 24, 32] : [8, 12, 16, 20]
      let flags = section.flags & ~UInt64(SHF_ALLOC)
      let values = [flags, 0, start, index == 0 ? size : 0]
      for (field, value) in zip(fields, values) {
        put(value, wordSize, at: header + field, in: &file)
      }
    }
  }
}

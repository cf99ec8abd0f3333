// SPDX-License-Identifier: Apache-2.0

import CElf

/// Other notes, or another legacy string, for a kernel that is linked already: they stand where
/// nothing else does, and the headers by which loaders find them lead there. No byte that is loaded
/// changes, but for headers that are.
public struct NoteRewrite {
  /// A note to be written.
  public struct Entry: Sendable, Equatable {
    /// Without the closing NUL.
    public var owner: String
    /// As the owner numbers them.
    public var type: UInt32
    public var descriptor: [UInt8]
    /// Where it stood in the kernel, in bytes; nil for a new one.
    public let offset: UInt64?

    public init(owner: String, type: UInt32, descriptor: [UInt8]) {
      self.owner = owner
      self.type = type
      self.descriptor = descriptor
      offset = nil
    }

    init(_ record: NoteRecord) {
      owner = record.owner
      type = record.type
      descriptor = record.descriptor.array
      offset = record.offset
    }
  }

  /// What the notes are to be, in order: at first, what they are. Written once they are assigned.
  public var entries: [Entry] { didSet { hasNewNotes = true } }
  /// What the string is to be, likewise.
  public var pairs: [LegacyString.Pair] { didSet { hasNewString = true } }

  private var hasNewNotes = false
  private var hasNewString = false
  private let image: GuestImage
  private let elf: ElfFile
  private let place: NotePlace

  /// Throws when the kernel cannot be read, or its notes cannot be to their end.
  public init(_ image: GuestImage) throws(ImageError) {
    if let problem = image.problem { throw problem }
    self.image = image
    elf = try image.elf.get()
    // Both are copied; a sparse file may have any size.
    for (what, count) in [("", image.file.count), ("the kernel inside ", elf.bytes.count)]
    where count > image.limit {
      throw ImageError(
        image: image.name,
        problem: "\(what)has \(count) bytes, more than the \(image.limit) that are rewritten",
        cure: "set the notes before anything is added to the kernel, such as debugging information")
    }
    try Self.check(elf, name: image.name)
    try Self.checkTables(elf, name: image.name)
    place = try NotePlace(elf, name: image.name)
    entries = place.records.map(Entry.init)
    pairs = elf.legacy?.pairs ?? []
  }

  private static func check(_ elf: ElfFile, name: String) throws(ImageError) {
    guard !elf.isBigEndian else {
      throw ImageError(image: name, problem: "is big-endian, which no x86 kernel is")
    }
    guard [EM_386, EM_X86_64].contains(Int32(elf.machine)) else {
      throw ImageError(
        image: name,
        problem: "is for \(elf.machineName), and Xen's loaders look for notes in x86 kernels only",
        cure: "name an image for i386 or x86_64")
    }
  }

  /// The tables are written as arrays of headers: they must be there, and of that size.
  private static func checkTables(_ elf: ElfFile, name: String) throws(ImageError) {
    let header = elf.header
    let hasMore = header.segmentCount == UInt16(PN_XNUM)
    let segments = hasMore ? elf.segments.count : Int(header.segmentCount)
    let sections = header.sectionCount == 0 ? elf.sections.count : Int(header.sectionCount)
    let sizes = [
      (Int(header.segmentEntrySize), header.segmentHeaderSize, segments),
      (Int(header.sectionEntrySize), header.sectionHeaderSize, sections),
    ]
    guard segments == elf.segments.count, sections == elf.sections.count,
      sizes.allSatisfy({ stated, size, count in stated == size || count == 0 })
    else {
      throw ImageError(
        image: name, offset: 0,
        problem:
          "the ELF header states \(segments) program headers and \(sections) section headers "
          + "that are not there, or not of that size",
        cure: "link the kernel again")
    }
    try checkPlaces(
      [
        (0, header.byteCount), (header.segmentTable, segments * header.segmentHeaderSize),
        (header.sectionTable, sections * header.sectionHeaderSize),
      ], name: name)
  }

  /// Whatever is written to one of the ELF header and the tables changes no other one.
  private static func checkPlaces(
    _ places: [(start: UInt64, count: Int)], name: String
  ) throws(ImageError) {
    let used = places.filter { $0.count > 0 }.sorted { $0.start < $1.start }
    for (one, next) in zip(used, used.dropFirst()) where next.start - one.start < one.count {
      throw ImageError(
        image: name, offset: next.start, problem: "its headers overlap",
        cure: "link the kernel again")
    }
  }

  /// Bytes of an address of the kernel's.
  public var wordSize: Int { elf.width == .bits64 ? 8 : 4 }

  /// The whole new file: the kernel in the wrapping that it had.
  ///
  /// - Throws: when it cannot have other notes, and why.
  public func bytes() throws(ImageError) -> [UInt8] {
    var edit = ElfEdit(elf, name: image.name, mayGrow: image.innermost.kind != .bzImage)
    if hasNewNotes { try writeNotes(&edit) }
    if hasNewString { try writeString(&edit) }
    let kernel = try edit.finish()
    try check(kernel)
    return try image.file(with: kernel)
  }

  /// It is read again: tables of a stranger's file may lead to notes in more ways than are known.
  private func check(_ kernel: [UInt8]) throws(ImageError) {
    let new = try NoteRewrite(GuestImage(name: image.name, file: Bytes(kernel, of: image.name)))
    let isSame = new.entries.elementsEqual(entries) {
      ($0.owner, $0.type, $0.descriptor) == ($1.owner, $1.type, $1.descriptor)
    }
    let text = LegacyString.text(of: pairs)
    guard isSame || !hasNewNotes, new.elf.legacy?.text == text || !hasNewString else {
      throw ImageError(
        image: image.name, offset: 0,
        problem: "its headers would not lead to the new notes alone",
        cure: "link the kernel again")
    }
  }

  private func writeNotes(_ edit: inout ElfEdit) throws(ImageError) {
    let table = entries.flatMap(Self.record)
    if place.segment == nil { try edit.makeRoomForSegment() }
    let start = try edit.place(table)
    let size = UInt64(table.count)
    if let segment = place.segment {
      edit.changeSegment(segment.index) { Self.lead(&$0, to: start, size) }
    } else {
      edit.addSegment(.notes(at: start, size))
    }
    if place.segment == nil, place.sections.isEmpty {
      try edit.addSection(".note.Xen", .notes(at: start, size))
    }
    // The first takes the new ones; the others are empty from now on.
    for (index, section) in place.sections.enumerated() {
      edit.changeSection(section.index) { Self.lead(&$0, to: start, index == 0 ? size : 0) }
    }
  }

  private func writeString(_ edit: inout ElfEdit) throws(ImageError) {
    guard !elf.sections.isEmpty else {
      throw ImageError(
        image: image.name,
        problem: "has no section headers, and loaders find \(LegacyString.sectionName) by its name",
        cure: "set notes instead")
    }
    let bytes = Array(LegacyString.text(of: pairs).utf8) + [0]
    let start = try edit.place(bytes)
    let size = UInt64(bytes.count)
    guard let section = elf.legacy?.section else {
      return try edit.addSection(LegacyString.sectionName, .text(at: start, size))
    }
    edit.changeSection(section) { Self.lead(&$0, to: start, size) }
  }
}

extension NoteRewrite {
  /// No address: the notes are in the file only, where loaders read them.
  private static func lead(_ header: inout GElf_Phdr, to start: UInt64, _ size: UInt64) {
    let flags = header.p_flags
    header = .notes(at: start, size)
    header.p_flags = flags
  }

  private static func lead(_ header: inout GElf_Shdr, to start: UInt64, _ size: UInt64) {
    header.sh_flags &= ~UInt64(SHF_ALLOC)
    header.sh_addr = 0
    header.sh_offset = start
    header.sh_size = size
    header.sh_addralign = 4
  }

  private static func record(_ entry: Entry) -> [UInt8] {
    let owner = Array(entry.owner.utf8) + [0]
    let head = [UInt32(owner.count), UInt32(entry.descriptor.count), entry.type]
    return head.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
      + padded(owner) + padded(entry.descriptor)
  }

  private static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }
}

// SPDX-License-Identifier: Apache-2.0

import CElf

/// Replaces the notes or the legacy string of a linked kernel. The new ones are written to a free
/// area, and the headers by which loaders find them are changed. No loaded byte changes, except for
/// headers that are loaded.
public struct NoteRewrite {
  /// A note to write.
  public struct Entry: Sendable, Equatable {
    /// The owner, without the terminating NUL.
    public var owner: String
    /// The type, as the owner defines it.
    public var type: UInt32
    /// The bytes of the descriptor.
    public var descriptor: [UInt8]
    /// The offset of the original note in the kernel, in bytes; nil for a new one.
    public let offset: UInt64?

    /// A new note.
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

  /// The notes, in order; initially those of the kernel. They are written only if this is assigned.
  public var entries: [Entry] { didSet { hasNewNotes = true } }
  /// The pairs of the legacy string; initially those of the kernel. They are written only if this
  /// is assigned.
  public var pairs: [LegacyString.Pair] { didSet { hasNewString = true } }

  private var hasNewNotes = false
  private var hasNewString = false
  private let image: GuestImage
  private let elf: ElfFile
  private let place: NotePlace

  /// Reads the notes and the legacy string.
  ///
  /// - Throws: `ImageError` if the kernel cannot be read, or its notes cannot be read to their end.
  public init(_ image: GuestImage) throws(ImageError) {
    if let problem = image.problem { throw problem }
    self.image = image
    elf = try image.elf.get()
    // Both are copied, and a sparse file can have any size.
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

  /// Checks that the header tables exist and have standard entries, because they are written as
  /// arrays.
  private static func checkTables(_ elf: ElfFile, name: String) throws(ImageError) {
    let header = elf.header
    for table in [header.programHeaders, header.sectionHeaders] where table.hasWrongSize {
      throw ImageError(
        image: name, offset: table.sizeFieldOffset,
        problem: "\(table.sizeField) is \(table.statedSize), and such a header has "
          + "\(table.headerSize) bytes",
        cure: "write \(table.headerSize) there, or link the kernel again")
    }
    let hasMore = header.segmentCount == UInt16(PN_XNUM)
    let segments = hasMore ? elf.segments.count : Int(header.segmentCount)
    let sections = header.sectionCount == 0 ? elf.sections.count : Int(header.sectionCount)
    guard segments == elf.segments.count, sections == elf.sections.count else {
      throw ImageError(
        image: name, offset: 0,
        problem:
          "the ELF header states \(segments) program headers and \(sections) section headers "
          + "that are not there",
        cure: "link the kernel again")
    }
    try checkPlaces(
      [
        (0, header.byteCount), (header.segmentTable, segments * header.segmentHeaderSize),
        (header.sectionTable, sections * header.sectionHeaderSize),
      ], name: name)
  }

  /// Checks that the ELF header and the tables do not overlap, so that writing one does not change
  /// another.
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

  /// The size of an address of the kernel, in bytes.
  public var wordSize: Int { elf.width == .bits64 ? 8 : 4 }

  /// The whole new file: the new kernel in the original container.
  ///
  /// - Throws: `ImageError` if the notes or the string cannot be changed.
  public func bytes() throws(ImageError) -> [UInt8] {
    var edit = ElfEdit(elf, name: image.name, mayGrow: image.innermost.kind != .bzImage)
    if hasNewNotes { try writeNotes(&edit) }
    if hasNewString { try writeString(&edit) }
    let kernel = try edit.finish()
    try check(kernel)
    return try image.file(with: kernel)
  }

  /// Reads the new kernel again, because the tables of an untrusted file may refer to notes in
  /// unforeseen ways.
  private func check(_ kernel: [UInt8]) throws(ImageError) {
    let new = try NoteRewrite(GuestImage(name: image.name, file: Bytes(kernel, of: image.name)))
    let isSame = new.entries.elementsEqual(entries) {
      ($0.owner, $0.type, $0.descriptor) == ($1.owner, $1.type, $1.descriptor)
    }
    let text = LegacyString.text(of: pairs)
    guard isSame || !hasNewNotes, new.elf.legacy?.text == text || !hasNewString else {
      throw ImageError(
        image: image.name, offset: 0,
        problem: "its headers also refer to other notes than the new ones",
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
    // The first section gets all new notes; the others become empty.
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
  /// The address is 0: the notes are only in the file, where loaders read them.
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

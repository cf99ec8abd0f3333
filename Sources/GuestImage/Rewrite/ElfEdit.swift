// SPDX-License-Identifier: Apache-2.0

import CElf

/// Adds contents to an ELF file and changes the headers that refer to them. Existing contents stay
/// in place; only headers can move (`ElfHeaders`).
struct ElfEdit {
  private let elf: ElfFile
  private let name: String
  /// Whether the file may grow.
  private let mayGrow: Bool
  private var file: [UInt8]
  private var room: FreeRoom
  private var headers = ElfHeaders()

  init(_ elf: ElfFile, name: String, mayGrow: Bool) {
    self.elf = elf
    self.name = name
    self.mayGrow = mayGrow
    file = elf.bytes.array
    room = FreeRoom(elf)
  }

  /// Writes bytes to a free area: a gap, or after the end of the file.
  ///
  /// - Returns: their offset, a multiple of 8.
  /// - Throws: `ImageError` if there is no free area and the file must not grow.
  mutating func place(_ bytes: [UInt8]) throws(ImageError) -> UInt64 {
    let start = try take(bytes.count)
    file.replaceSubrange(start..<start + bytes.count, with: bytes)
    return UInt64(start)
  }

  private mutating func take(_ count: Int) throws(ImageError) -> Int {
    if let hole = room.take(count, in: file) { return hole }
    guard mayGrow else {
      throw ImageError(
        image: name,
        problem: "the kernel inside has no gap of \(count) bytes and must not grow: the boot code "
          + "has its size built in (z_output_len)",
        cure: "build the bzImage again around a vmlinux with these notes")
    }
    let start = (file.count + 7) & ~7
    file += [UInt8](repeating: 0, count: start + count - file.count)
    return start
  }

  /// Changes a program header.
  mutating func changeSegment(_ index: Int, _ change: @escaping (inout GElf_Phdr) -> Void) {
    headers.segments.append((index, change))
  }

  /// Changes a section header.
  mutating func changeSection(_ index: Int, _ change: @escaping (inout GElf_Shdr) -> Void) {
    headers.sections.append((index, change))
  }

  /// Makes space for one more program header: directly after the others if that is free; otherwise
  /// the table moves. Call this before contents are placed, which could take the same space.
  mutating func makeRoomForSegment() throws(ImageError) {
    let size = elf.header.segmentHeaderSize
    let start = Int(clamping: elf.header.segmentTable)
    let end = start + elf.segments.count * size
    guard !elf.segments.contains(where: { $0.type == UInt32(PT_PHDR) }) else {
      throw ImageError(
        image: name,
        problem: "has no PT_NOTE, and a PT_PHDR holds its program headers where they are",
        cure: "link the notes in: pvkit generate notes")
    }
    if !elf.segments.isEmpty, room.isFree(end..<end + size, in: file) {
      room.take(end..<end + size)
      headers.segmentTable = UInt64(start)
    } else {
      headers.segmentTable = UInt64(try take((elf.segments.count + 1) * size))
    }
  }

  /// Adds a program header in the space from `makeRoomForSegment`.
  mutating func addSegment(_ header: GElf_Phdr) { headers.newSegment = header }

  /// Adds a section header. The section headers and the section names move, because they grow. Does
  /// nothing if the file does not have section headers, which loaders do not need.
  mutating func addSection(_ section: String, _ header: GElf_Shdr) throws(ImageError) {
    let names = Int(elf.header.sectionNameIndex)
    guard !elf.sections.isEmpty, elf.sections.indices.contains(names),
      let strings = elf.contents(of: elf.sections[names])?.array
    else { return }
    let grown = strings + Array(section.utf8) + [0]
    let place = try place(grown)
    changeSection(names) { header in
      header.sh_offset = place
      header.sh_size = UInt64(grown.count)
      header.sh_addr = 0
      header.sh_flags &= ~UInt64(SHF_ALLOC)
    }
    let size = elf.header.sectionHeaderSize
    headers.sectionTable = UInt64(try take((elf.sections.count + 1) * size))
    var header = header
    header.sh_name = UInt32(strings.count)
    headers.newSection = header
  }

  /// The whole new file.
  ///
  /// - Throws: `ImageError` if the ELF header cannot hold the new counts.
  mutating func finish() throws(ImageError) -> [UInt8] {
    try headers.write(to: &file, of: elf, name: name)
    return file
  }
}

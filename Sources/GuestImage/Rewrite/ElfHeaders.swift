// SPDX-License-Identifier: Apache-2.0

import CElf

/// Changes to an ELF file's headers, and the code that writes them. libelf is not used for writing:
/// it fills the gaps between sections, truncates the file after the last one, and trusts the counts
/// and offsets in an untrusted file.
struct ElfHeaders {
  /// Changes to program headers, by their index in the table.
  var segments: [(Int, (inout GElf_Phdr) -> Void)] = []
  /// Changes to section headers, by their index in the table.
  var sections: [(Int, (inout GElf_Shdr) -> Void)] = []
  /// A program header to append.
  var newSegment: GElf_Phdr?
  /// A section header to append.
  var newSection: GElf_Shdr?
  /// The new offset of the program headers; nil if they do not move.
  var segmentTable: UInt64?
  /// The new offset of the section headers; nil if they do not move.
  var sectionTable: UInt64?

  /// Writes the headers into a little-endian file that already has its new contents.
  ///
  /// - Parameters:
  ///   - file: the new file.
  ///   - elf: the original file.
  ///   - name: the image's name, for the error.
  /// - Throws: `ImageError` if a count does not fit into the ELF header.
  func write(to file: inout [UInt8], of elf: ElfFile, name: String) throws(ImageError) {
    let last = (segments: Int(PN_XNUM), sections: Int(SHN_LORESERVE))
    guard newSegment == nil || elf.segments.count + 1 < last.segments,
      newSection == nil || elf.sections.count + 1 < last.sections
    else {
      throw ImageError(
        image: name,
        problem: "has \(elf.segments.count) program headers and \(elf.sections.count) section "
          + "headers, and the ELF header cannot count one more",
        cure: "link the notes in: pvkit generate notes")
    }
    switch elf.width {
    case .bits32: Writer<Elf32_Ehdr, Elf32_Phdr, Elf32_Shdr>(elf).write(self, to: &file)
    case .bits64: Writer<Elf64_Ehdr, Elf64_Phdr, Elf64_Shdr>(elf).write(self, to: &file)
    }
  }
}

/// Writes headers for one width.
private struct Writer<Header, Segment, Section>
where
  Header: ElfHeaderFields & BitwiseCopyable, Segment: ElfTableEntry & BitwiseCopyable,
  Section: ElfTableEntry & BitwiseCopyable, Segment.Wide == GElf_Phdr, Section.Wide == GElf_Shdr
{
  private let elf: ElfFile

  init(_ elf: ElfFile) { self.elf = elf }

  func write(_ headers: ElfHeaders, to file: inout [UInt8]) {
    // Read all headers before writing any: in an untrusted file they may overlap.
    var segments: [Segment] = read(elf.header.segmentTable, elf.segments.count, in: file)
    var sections: [Section] = read(elf.header.sectionTable, elf.sections.count, in: file)
    for (index, change) in headers.segments { segments[index].change(change) }
    for (index, change) in headers.sections { sections[index].change(change) }
    if let new = headers.newSegment { segments.append(Segment(new)) }
    if let new = headers.newSection { sections.append(Section(new)) }
    write(segments, to: headers.segmentTable ?? elf.header.segmentTable, in: &file)
    write(sections, to: headers.sectionTable ?? elf.header.sectionTable, in: &file)
    writeHeader(headers, segments.count, sections.count, in: &file)
  }

  private func read<T: ElfTableEntry & BitwiseCopyable>(
    _ table: UInt64, _ count: Int, in file: [UInt8]
  ) -> [T] {
    file.withUnsafeBytes { bytes in
      (0..<count).map {
        bytes.loadUnaligned(
          fromByteOffset: Int(table) + $0 * MemoryLayout<T>.size, as: T.self)
      }
    }
  }

  private func write<T: ElfTableEntry & BitwiseCopyable>(
    _ table: [T], to start: UInt64, in file: inout [UInt8]
  ) {
    file.withUnsafeMutableBytes { bytes in
      for (index, header) in table.enumerated() {
        let place = Int(start) + index * MemoryLayout<T>.size
        bytes.storeBytes(of: header, toByteOffset: place, as: T.self)
      }
    }
  }

  private func writeHeader(
    _ headers: ElfHeaders, _ segments: Int, _ sections: Int, in file: inout [UInt8]
  ) {
    file.withUnsafeMutableBytes { bytes in
      var header = bytes.loadUnaligned(as: Header.self)
      if headers.newSegment != nil {
        header.e_phnum = UInt16(segments)
        header.e_phentsize = UInt16(MemoryLayout<Segment>.size)
      }
      if headers.newSection != nil { header.e_shnum = UInt16(sections) }
      header.moveTables(segments: headers.segmentTable, sections: headers.sectionTable)
      bytes.storeBytes(of: header, as: Header.self)
    }
  }
}

/// The fields of an ELF header that a rewrite changes.
// swift-format-ignore: AlwaysUseLowerCamelCase
private protocol ElfHeaderFields {
  var e_phnum: UInt16 { get set }
  var e_phentsize: UInt16 { get set }
  var e_shnum: UInt16 { get set }
  /// Sets the file offsets of the tables; nil leaves one as it is.
  mutating func moveTables(segments: UInt64?, sections: UInt64?)
}

extension Elf32_Ehdr: ElfHeaderFields {
  fileprivate mutating func moveTables(segments: UInt64?, sections: UInt64?) {
    if let segments { e_phoff = UInt32(truncatingIfNeeded: segments) }
    if let sections { e_shoff = UInt32(truncatingIfNeeded: sections) }
  }
}

extension Elf64_Ehdr: ElfHeaderFields {
  fileprivate mutating func moveTables(segments: UInt64?, sections: UInt64?) {
    if let segments { e_phoff = segments }
    if let sections { e_shoff = sections }
  }
}

/// A table entry of one width, which can be converted to and from libelf's type for both widths.
private protocol ElfTableEntry {
  associatedtype Wide
  init(_ wide: Wide)
  var wide: Wide { get }
}

extension ElfTableEntry {
  fileprivate mutating func change(_ body: (inout Wide) -> Void) {
    var wide = wide
    body(&wide)
    self = Self(wide)
  }
}

extension Elf64_Phdr: ElfTableEntry {
  fileprivate init(_ wide: GElf_Phdr) { self = wide }
  fileprivate var wide: GElf_Phdr { self }
}

extension Elf64_Shdr: ElfTableEntry {
  fileprivate init(_ wide: GElf_Shdr) { self = wide }
  fileprivate var wide: GElf_Shdr { self }
}

extension Elf32_Phdr: ElfTableEntry {
  fileprivate init(_ wide: GElf_Phdr) {
    self.init(
      p_type: wide.p_type, p_offset: UInt32(truncatingIfNeeded: wide.p_offset),
      p_vaddr: UInt32(truncatingIfNeeded: wide.p_vaddr),
      p_paddr: UInt32(truncatingIfNeeded: wide.p_paddr),
      p_filesz: UInt32(truncatingIfNeeded: wide.p_filesz),
      p_memsz: UInt32(truncatingIfNeeded: wide.p_memsz), p_flags: wide.p_flags,
      p_align: UInt32(truncatingIfNeeded: wide.p_align))
  }

  fileprivate var wide: GElf_Phdr {
    GElf_Phdr(
      p_type: p_type, p_flags: p_flags, p_offset: UInt64(p_offset), p_vaddr: UInt64(p_vaddr),
      p_paddr: UInt64(p_paddr), p_filesz: UInt64(p_filesz), p_memsz: UInt64(p_memsz),
      p_align: UInt64(p_align))
  }
}

extension Elf32_Shdr: ElfTableEntry {
  fileprivate init(_ wide: GElf_Shdr) {
    self.init(
      sh_name: wide.sh_name, sh_type: wide.sh_type,
      sh_flags: UInt32(truncatingIfNeeded: wide.sh_flags),
      sh_addr: UInt32(truncatingIfNeeded: wide.sh_addr),
      sh_offset: UInt32(truncatingIfNeeded: wide.sh_offset),
      sh_size: UInt32(truncatingIfNeeded: wide.sh_size), sh_link: wide.sh_link,
      sh_info: wide.sh_info, sh_addralign: UInt32(truncatingIfNeeded: wide.sh_addralign),
      sh_entsize: UInt32(truncatingIfNeeded: wide.sh_entsize))
  }

  fileprivate var wide: GElf_Shdr {
    GElf_Shdr(
      sh_name: sh_name, sh_type: sh_type, sh_flags: UInt64(sh_flags), sh_addr: UInt64(sh_addr),
      sh_offset: UInt64(sh_offset), sh_size: UInt64(sh_size), sh_link: sh_link,
      sh_info: sh_info, sh_addralign: UInt64(sh_addralign), sh_entsize: UInt64(sh_entsize))
  }
}

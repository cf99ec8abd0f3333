// SPDX-License-Identifier: Apache-2.0

import CElf

extension ElfFile {
  /// The fields of the ELF header, unchecked.
  public struct Header: Sendable {
    /// EI_CLASS.
    public let width: Width
    /// EI_DATA: whether numbers are big-endian.
    public let isBigEndian: Bool
    /// e_type: ET_EXEC, ET_DYN, …
    public let type: UInt16
    /// e_machine.
    public let machine: UInt16
    /// e_entry, a virtual address.
    public let entry: UInt64
    /// e_phoff, in bytes from the file's start.
    public let segmentTable: UInt64
    /// e_phentsize, in bytes.
    public let segmentEntrySize: UInt16
    /// e_phnum.
    public let segmentCount: UInt16
    /// e_shoff, in bytes from the file's start.
    public let sectionTable: UInt64
    /// e_shentsize, in bytes.
    public let sectionEntrySize: UInt16
    /// e_shnum.
    public let sectionCount: UInt16
    /// e_shstrndx.
    public let sectionNameIndex: UInt16
  }
}

extension ElfFile.Header {
  init(_ header: GElf_Ehdr, width: ElfFile.Width, isBigEndian: Bool) {
    self.width = width
    self.isBigEndian = isBigEndian
    type = header.e_type
    machine = header.e_machine
    entry = header.e_entry
    segmentTable = header.e_phoff
    segmentEntrySize = header.e_phentsize
    segmentCount = header.e_phnum
    sectionTable = header.e_shoff
    sectionEntrySize = header.e_shentsize
    sectionCount = header.e_shnum
    sectionNameIndex = header.e_shstrndx
  }

  /// The size of the ELF header for this width, in bytes (elf.h).
  var byteCount: Int {
    width == .bits64 ? MemoryLayout<Elf64_Ehdr>.size : MemoryLayout<Elf32_Ehdr>.size
  }
  /// The size of a program header, in bytes, regardless of e_phentsize.
  var segmentHeaderSize: Int {
    width == .bits64 ? MemoryLayout<Elf64_Phdr>.size : MemoryLayout<Elf32_Phdr>.size
  }
  /// The size of a section header, in bytes, regardless of e_shentsize.
  var sectionHeaderSize: Int {
    width == .bits64 ? MemoryLayout<Elf64_Shdr>.size : MemoryLayout<Elf32_Shdr>.size
  }
  /// The offsets of sh_size and sh_info in a section header.
  var firstSectionSizeOffset: Int {
    (width == .bits64
      ? MemoryLayout<Elf64_Shdr>.offset(of: \.sh_size)
      : MemoryLayout<Elf32_Shdr>.offset(of: \.sh_size)) ?? 0
  }
  var firstSectionInfoOffset: Int {
    (width == .bits64
      ? MemoryLayout<Elf64_Shdr>.offset(of: \.sh_info)
      : MemoryLayout<Elf32_Shdr>.offset(of: \.sh_info)) ?? 0
  }
}

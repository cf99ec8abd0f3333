// SPDX-License-Identifier: Apache-2.0

import CElf

/// One of the two tables of headers, as the ELF header describes it; nothing is checked.
///
/// Xen's loaders of all releases go from header to header by the stated size (libelf-tools.c@4.17,
/// elf_phdr_by_index and elf_shdr_by_index; xc_linux_build.c@2.0.6, parseelfimage). libelf of
/// elfutils, QEMU and readelf use the size of the structure.
public struct ElfTable: Sendable, Equatable {
  /// The name of the field with the size of a header: `e_phentsize`.
  public let sizeField: String
  /// The offset of that field in the ELF file, in bytes; the field has two bytes.
  public let sizeFieldOffset: UInt64
  /// The offset of e_phnum or e_shnum in the ELF file, in bytes; the field has two bytes.
  public let countFieldOffset: UInt64
  /// e_phoff or e_shoff: the offset of the table in the ELF file, in bytes.
  public let offset: UInt64
  /// e_phnum or e_shnum.
  public let count: UInt64
  /// e_phentsize or e_shentsize, in bytes.
  public let statedSize: UInt64
  /// The size of such a header in a file of this width, in bytes (elf.h).
  public let headerSize: UInt64

  /// Whether there are headers, and the stated size is not theirs.
  public var hasWrongSize: Bool { count > 0 && statedSize != headerSize }

  /// The offset at which Xen's loaders look for a header, in bytes; the sum may wrap.
  public func statedOffset(of index: UInt64) -> UInt64 { offset &+ statedSize &* index }

  /// The end offset of the table according to Xen's loaders, in bytes; the sum may wrap.
  public var statedEnd: UInt64 { statedOffset(of: count) }
}

extension ElfFile.Header {
  /// The table of program headers.
  public var programHeaders: ElfTable {
    ElfTable(
      sizeField: "e_phentsize", sizeFieldOffset: place(\.e_phentsize, \.e_phentsize),
      countFieldOffset: place(\.e_phnum, \.e_phnum), offset: segmentTable,
      count: UInt64(segmentCount), statedSize: UInt64(segmentEntrySize),
      headerSize: UInt64(segmentHeaderSize))
  }

  /// The table of section headers.
  public var sectionHeaders: ElfTable {
    ElfTable(
      sizeField: "e_shentsize", sizeFieldOffset: place(\.e_shentsize, \.e_shentsize),
      countFieldOffset: place(\.e_shnum, \.e_shnum), offset: sectionTable,
      count: UInt64(sectionCount), statedSize: UInt64(sectionEntrySize),
      headerSize: UInt64(sectionHeaderSize))
  }

  /// The offset of a field of the ELF header, in bytes.
  private func place(
    _ narrow: KeyPath<Elf32_Ehdr, UInt16>, _ wide: KeyPath<Elf64_Ehdr, UInt16>
  ) -> UInt64 {
    let offset =
      width == .bits64
      ? MemoryLayout<Elf64_Ehdr>.offset(of: wide) : MemoryLayout<Elf32_Ehdr>.offset(of: narrow)
    return UInt64(offset ?? 0)
  }
}

// SPDX-License-Identifier: Apache-2.0

import CElf

/// The program headers of a file whose e_phentsize is not their size, as Xen's loaders read them:
/// each e_phentsize bytes after the one before, and a field outside the file as 0
/// (libelf-tools.c@4.17, elf_phdr_by_index and elf_access_unsigned).
struct StatedSegments {
  let bytes: Bytes
  let header: ElfFile.Header

  /// The maximum number of headers that are read. With a stated size of 0 all are the first one, so
  /// that the size of the file does not limit their number.
  static let most: UInt64 = 1024

  /// The headers up to the first one that starts after the end of the file.
  var all: [ElfFile.Segment] {
    let table = header.programHeaders
    let size = UInt64(bytes.count)
    return (0..<min(table.count, Self.most)).map { (index: $0, place: table.statedOffset(of: $0)) }
      .prefix { $0.place < size }
      .map { ElfFile.Segment(row(at: $0.place), index: Int($0.index)) }
  }

  private func row(at place: UInt64) -> GElf_Phdr {
    header.width == .bits64 ? wide(place) : narrow(place)
  }

  private func wide(_ place: UInt64) -> GElf_Phdr {
    func field<T: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
      _ path: KeyPath<Elf64_Phdr, T>
    ) -> T { value(place, MemoryLayout<Elf64_Phdr>.offset(of: path)) }
    return GElf_Phdr(
      p_type: field(\.p_type), p_flags: field(\.p_flags), p_offset: field(\.p_offset),
      p_vaddr: field(\.p_vaddr), p_paddr: field(\.p_paddr), p_filesz: field(\.p_filesz),
      p_memsz: field(\.p_memsz), p_align: field(\.p_align))
  }

  private func narrow(_ place: UInt64) -> GElf_Phdr {
    func field(_ path: KeyPath<Elf32_Phdr, UInt32>) -> UInt32 {
      value(place, MemoryLayout<Elf32_Phdr>.offset(of: path))
    }
    return GElf_Phdr(
      p_type: field(\.p_type), p_flags: field(\.p_flags), p_offset: UInt64(field(\.p_offset)),
      p_vaddr: UInt64(field(\.p_vaddr)), p_paddr: UInt64(field(\.p_paddr)),
      p_filesz: UInt64(field(\.p_filesz)), p_memsz: UInt64(field(\.p_memsz)),
      p_align: UInt64(field(\.p_align)))
  }

  private func value<T: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ place: UInt64, _ offset: Int?
  ) -> T {
    bytes.integer(
      at: place &+ UInt64(offset ?? 0), as: T.self, bigEndian: header.isBigEndian) ?? 0
  }
}

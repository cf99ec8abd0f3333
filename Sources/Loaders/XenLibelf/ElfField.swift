// SPDX-License-Identifier: Apache-2.0

import CElf

/// A field of an ELF header in both widths, with the layout of elf.h.
struct ElfField: Sendable {
  let offset32: UInt64
  let size32: UInt64
  let offset64: UInt64
  let size64: UInt64

  init<Narrow, Wide, A, B>(_ narrow: KeyPath<Narrow, A>, _ wide: KeyPath<Wide, B>) {
    offset32 = ElfField.offset(narrow)
    size32 = UInt64(MemoryLayout<A>.size)
    offset64 = ElfField.offset(wide)
    size64 = UInt64(MemoryLayout<B>.size)
  }

  private static func offset<Header, Value>(_ path: KeyPath<Header, Value>) -> UInt64 {
    guard let offset = MemoryLayout<Header>.offset(of: path) else {
      preconditionFailure("not a stored field of a C structure")
    }
    return UInt64(offset)
  }
}

extension ElfField {
  static let type = ElfField(\Elf32_Ehdr.e_type, \Elf64_Ehdr.e_type)
  static let machine = ElfField(\Elf32_Ehdr.e_machine, \Elf64_Ehdr.e_machine)
  static let headerSize = ElfField(\Elf32_Ehdr.e_ehsize, \Elf64_Ehdr.e_ehsize)
  static let entry = ElfField(\Elf32_Ehdr.e_entry, \Elf64_Ehdr.e_entry)
  static let segmentTable = ElfField(\Elf32_Ehdr.e_phoff, \Elf64_Ehdr.e_phoff)
  static let segmentSize = ElfField(\Elf32_Ehdr.e_phentsize, \Elf64_Ehdr.e_phentsize)
  static let segmentCount = ElfField(\Elf32_Ehdr.e_phnum, \Elf64_Ehdr.e_phnum)
  static let sectionTable = ElfField(\Elf32_Ehdr.e_shoff, \Elf64_Ehdr.e_shoff)
  static let sectionSize = ElfField(\Elf32_Ehdr.e_shentsize, \Elf64_Ehdr.e_shentsize)
  static let sectionCount = ElfField(\Elf32_Ehdr.e_shnum, \Elf64_Ehdr.e_shnum)
  static let sectionNames = ElfField(\Elf32_Ehdr.e_shstrndx, \Elf64_Ehdr.e_shstrndx)
}

extension ElfField {
  static let segmentType = ElfField(\Elf32_Phdr.p_type, \Elf64_Phdr.p_type)
  static let segmentFlags = ElfField(\Elf32_Phdr.p_flags, \Elf64_Phdr.p_flags)
  static let segmentOffset = ElfField(\Elf32_Phdr.p_offset, \Elf64_Phdr.p_offset)
  static let virtualAddress = ElfField(\Elf32_Phdr.p_vaddr, \Elf64_Phdr.p_vaddr)
  static let physicalAddress = ElfField(\Elf32_Phdr.p_paddr, \Elf64_Phdr.p_paddr)
  static let fileSize = ElfField(\Elf32_Phdr.p_filesz, \Elf64_Phdr.p_filesz)
  static let memorySize = ElfField(\Elf32_Phdr.p_memsz, \Elf64_Phdr.p_memsz)
}

extension ElfField {
  static let sectionName = ElfField(\Elf32_Shdr.sh_name, \Elf64_Shdr.sh_name)
  static let sectionType = ElfField(\Elf32_Shdr.sh_type, \Elf64_Shdr.sh_type)
  static let sectionOffset = ElfField(\Elf32_Shdr.sh_offset, \Elf64_Shdr.sh_offset)
  static let sectionBytes = ElfField(\Elf32_Shdr.sh_size, \Elf64_Shdr.sh_size)
  static let sectionLink = ElfField(\Elf32_Shdr.sh_link, \Elf64_Shdr.sh_link)
}

extension ElfField {
  static let noteNameSize = ElfField(\Elf32_Nhdr.n_namesz, \Elf64_Nhdr.n_namesz)
  static let noteDescriptorSize = ElfField(\Elf32_Nhdr.n_descsz, \Elf64_Nhdr.n_descsz)
  static let noteType = ElfField(\Elf32_Nhdr.n_type, \Elf64_Nhdr.n_type)
}

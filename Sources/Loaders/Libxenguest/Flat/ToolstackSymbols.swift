// SPDX-License-Identifier: Apache-2.0

import CElf

/// The room for symbols that the toolstack itself reserves behind the kernel, until 4.6
/// (xc_dom_elfloader.c@4.6 and @4.5, xc_dom_load_elf_symtab). Since libelf does the same from 3.2 on,
/// they are there twice.
struct ToolstackSymbols {
  let kernel: ElfKernel
  let toolstack: Toolstack

  private var elf: RawElf { kernel.elf }
  private var parsedEnd: UInt64 { kernel.parameters.kernelEnd }

  /// The virtual address behind the kernel and its symbols.
  var kernelEnd: UInt64 {
    if elf.isSwapped { return parsedEnd }
    return toolstack.takesSymbolSize ? endByLibelf : endOfTables ?? parsedEnd
  }

  /// What libelf reserved, once more. More than can be allocated is left out.
  private var endByLibelf: UInt64 {
    let size = elf.symbolsSize ?? 0
    if size > ToolstackSymbols.mostMemory { return parsedEnd }
    return elf.rounded(elf.rounded(parsedEnd) &+ size)
  }

  /// Nobody has more than this for a buffer, in bytes.
  private static let mostMemory: UInt64 = 1 << 46

  /// A size word, the headers, every symbol table, and the string tables that those name; nil when
  /// there is no such table, or the copy of the headers is not an ELF.
  private var endOfTables: UInt64? {
    guard areHeadersReadable, case let tables = tables, !tables.isEmpty else { return nil }
    let sizeWord = UInt64(MemoryLayout<UInt32>.size)
    let start = elf.rounded(parsedEnd) &+ sizeWord
    return tables.reduce(elf.rounded(start &+ headerSize &+ tableSize)) { end, section in
      elf.rounded(end &+ elf.value(.sectionBytes, at: section))
    }
  }

  /// The headers of symbol tables, and of the string tables that those name.
  private var tables: [UInt64] {
    let headers = elf.everySection
    let kinds = headers.map { elf.value(.sectionType, at: $0) }
    let named = Set(
      zip(headers, kinds).filter { $0.1 == UInt64(SHT_SYMTAB) }.map {
        elf.value(.sectionLink, at: $0.0)
      })
    return headers.indices.filter { index in
      kinds[index] == UInt64(SHT_SYMTAB)
        || kinds[index] == UInt64(SHT_STRTAB) && named.contains(UInt64(index))
    }.map { headers[$0] }
  }

  /// The copy's table of sections must end where there was room for it. It is copied by the size of a
  /// header, and read by the file's.
  private var areHeadersReadable: Bool {
    if elf.header(.sectionSize) &* elf.sectionCount > tableSize { return false }
    return elf.isAccessible(elf.base &+ elf.header(.sectionTable), count: tableSize)
  }

  private var headerSize: UInt64 {
    UInt64(elf.is64 ? MemoryLayout<Elf64_Ehdr>.size : MemoryLayout<Elf32_Ehdr>.size)
  }

  private var tableSize: UInt64 {
    let one = elf.is64 ? MemoryLayout<Elf64_Shdr>.size : MemoryLayout<Elf32_Shdr>.size
    return elf.sectionCount &* UInt64(one)
  }

  /// Copying them, where pointers are not looked at.
  func checkCopy() throws(Refusal) {
    guard !toolstack.checksPointers, !elf.isSwapped else { return }
    if !areHeadersReadable { throw .writes(outside: "the guest's memory") }
    for section in copied {
      let size = elf.value(.sectionBytes, at: section)
      if size > 0, !elf.holds(elf.sectionStart(section), count: size) {
        throw .reads(outside: "the image")
      }
    }
  }

  /// libelf copies all tables, when there is a symbol table that it knows; the toolstack its own.
  private var copied: [UInt64] {
    let byLibelf = elf.dialect.reservesSymbols && elf.symbolTable != 0
    return byLibelf ? elf.everySection.filter(isTable) : tables
  }

  private func isTable(_ section: UInt64) -> Bool {
    [UInt64(SHT_SYMTAB), UInt64(SHT_STRTAB)].contains(elf.value(.sectionType, at: section))
  }
}

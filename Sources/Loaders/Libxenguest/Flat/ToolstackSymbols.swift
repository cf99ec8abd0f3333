// SPDX-License-Identifier: Apache-2.0

import CElf

/// The space for symbols that the toolstack itself reserves after the kernel until 4.6
/// (xc_dom_elfloader.c@4.6 and @4.5, xc_dom_load_elf_symtab). Since libelf also reserves it from
/// 3.2 on, the symbols are loaded twice.
struct ToolstackSymbols {
  let kernel: ElfKernel
  let toolstack: Toolstack

  private var elf: RawElf { kernel.elf }
  private var parsedEnd: UInt64 { kernel.parameters.kernelEnd }

  /// The virtual end address of the kernel and its symbols.
  var kernelEnd: UInt64 {
    if elf.isSwapped { return parsedEnd }
    return toolstack.takesSymbolSize ? endByLibelf : endOfTables ?? parsedEnd
  }

  /// Adds the size that libelf reserved, a second time. A size that cannot be allocated is ignored.
  private var endByLibelf: UInt64 {
    let size = elf.symbolsSize ?? 0
    if size > ToolstackSymbols.mostMemory { return parsedEnd }
    return elf.rounded(elf.rounded(parsedEnd) &+ size)
  }

  /// The maximum size of a buffer, in bytes; more can never be allocated.
  private static let mostMemory: UInt64 = 1 << 46

  /// The end of a size word, the headers, all symbol tables, and the string tables that they refer
  /// to; nil if there is no such table, or the copy of the headers is not a valid ELF file.
  private var endOfTables: UInt64? {
    guard areHeadersReadable, case let tables = tables, !tables.isEmpty else { return nil }
    let sizeWord = UInt64(MemoryLayout<UInt32>.size)
    let start = elf.rounded(parsedEnd) &+ sizeWord
    return tables.reduce(elf.rounded(start &+ headerSize &+ tableSize)) { end, section in
      elf.rounded(end &+ elf.value(.sectionBytes, at: section))
    }
  }

  /// The headers of the symbol tables, and of the string tables that they refer to.
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

  /// Whether the copy's section headers end within the space reserved for them. They are copied
  /// with the standard size of a header, but read with the size that the file states.
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

  /// Checks the copying of the symbols in releases that do not check pointers.
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

  /// The tables that are copied: by libelf all of them, if there is a symbol table that it
  /// recognizes; by the toolstack its own selection.
  private var copied: [UInt64] {
    let byLibelf = elf.dialect.reservesSymbols && elf.symbolTable != 0
    return byLibelf ? elf.everySection.filter(isTable) : tables
  }

  private func isTable(_ section: UInt64) -> Bool {
    [UInt64(SHT_SYMTAB), UInt64(SHT_STRTAB)].contains(elf.value(.sectionType, at: section))
  }
}

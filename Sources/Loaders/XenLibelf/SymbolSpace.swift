// SPDX-License-Identifier: Apache-2.0

import CElf

/// The space after the kernel for its symbols, which BSD_SYMTAB requests: a size word, an ELF
/// header, section headers, the symbol table and its strings (libelf-loader.c@4.17 and @4.6,
/// elf_parse_bsdsyms).
extension RawElf {
  /// The end address of the space if it starts after `kernelEnd`; nil if there is no usable symbol
  /// table.
  func symbolsEnd(after kernelEnd: UInt64) -> UInt64? {
    guard let size = symbolsSize else { return nil }
    let end = rounded(kernelEnd) &+ size
    return end == 0 ? nil : end
  }

  /// The size of the space; nil if there is no usable symbol table.
  var symbolsSize: UInt64? {
    guard symbolTable != 0 else {
      if dialect.checksBounds { markBroken("invalid ELF handle for symtab section") }
      return nil
    }
    return dialect.reservesOneSymbolTable ? oneTable : allTables
  }

  /// The space for one symbol table and its string table.
  private var oneTable: UInt64? {
    let strings = section(value(.sectionLink, at: symbolTable)) ?? 0
    guard isAccessible(strings), value(.sectionType, at: strings) == UInt64(SHT_STRTAB) else {
      return nil
    }
    var size = rounded(
      dialect.sizesSymbolHeaders ? RawElf.symbolHeader + 3 * sectionHeaderSize : statedHeaders(3))
    size = rounded(size &+ value(.sectionBytes, at: symbolTable))
    return rounded(size &+ value(.sectionBytes, at: strings))
  }

  /// The space for all symbol and string tables, with a header for every section.
  private var allTables: UInt64 {
    let kinds = [UInt64(SHT_SYMTAB), UInt64(SHT_STRTAB)]
    return everySection.reduce(rounded(statedHeaders(sectionCount))) { size, section in
      kinds.contains(value(.sectionType, at: section))
        ? rounded(size &+ value(.sectionBytes, at: section)) : size
    }
  }

  /// The size word and the headers, with the sizes that the file states.
  private func statedHeaders(_ sections: UInt64) -> UInt64 {
    UInt64(MemoryLayout<UInt32>.size) &+ header(.headerSize) &+ sections &* header(.sectionSize)
  }

  /// The size word is counted twice; the ELF header is the 64-bit one for both widths.
  private static let symbolHeader =
    2 * UInt64(MemoryLayout<UInt32>.size) + UInt64(MemoryLayout<Elf64_Ehdr>.size)

  private var sectionHeaderSize: UInt64 {
    UInt64(is64 ? MemoryLayout<Elf64_Shdr>.size : MemoryLayout<Elf32_Shdr>.size)
  }

  /// Rounds up to a multiple of 4 or 8, depending on the ELF file's width (elf_round_up).
  func rounded(_ value: UInt64) -> UInt64 {
    let mask: UInt64 = is64 ? 7 : 3
    return (value &+ mask) & ~mask
  }
}

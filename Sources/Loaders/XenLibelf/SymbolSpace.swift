// SPDX-License-Identifier: Apache-2.0

import CElf

/// The room behind the kernel for its symbols, which BSD_SYMTAB asks for: a size word, an ELF
/// header, section headers, the symbol table and its strings (libelf-loader.c@4.17 and @4.6,
/// elf_parse_bsdsyms).
extension RawElf {
  /// The address behind it, when it begins behind `kernelEnd`; nil when there is no usable symbol
  /// table.
  func symbolsEnd(after kernelEnd: UInt64) -> UInt64? {
    guard let size = symbolsSize else { return nil }
    let end = rounded(kernelEnd) &+ size
    return end == 0 ? nil : end
  }

  /// Its size; nil when there is no usable symbol table.
  var symbolsSize: UInt64? {
    guard symbolTable != 0 else {
      if dialect.checksBounds { markBroken("invalid ELF handle for symtab section") }
      return nil
    }
    return dialect.reservesOneSymbolTable ? oneTable : allTables
  }

  /// Room for the symbol table and the string table that it names.
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

  /// Room for every symbol and string table, and a header for every section.
  private var allTables: UInt64 {
    let kinds = [UInt64(SHT_SYMTAB), UInt64(SHT_STRTAB)]
    return everySection.reduce(rounded(statedHeaders(sectionCount))) { size, section in
      kinds.contains(value(.sectionType, at: section))
        ? rounded(size &+ value(.sectionBytes, at: section)) : size
    }
  }

  /// The size word and the headers, by the sizes that the file states.
  private func statedHeaders(_ sections: UInt64) -> UInt64 {
    UInt64(MemoryLayout<UInt32>.size) &+ header(.headerSize) &+ sections &* header(.sectionSize)
  }

  /// The size word is counted twice; the ELF header is the wider one in either width.
  private static let symbolHeader =
    2 * UInt64(MemoryLayout<UInt32>.size) + UInt64(MemoryLayout<Elf64_Ehdr>.size)

  private var sectionHeaderSize: UInt64 {
    UInt64(is64 ? MemoryLayout<Elf64_Shdr>.size : MemoryLayout<Elf32_Shdr>.size)
  }

  /// Up to the next multiple of 4 or 8, by the ELF's width (elf_round_up).
  func rounded(_ value: UInt64) -> UInt64 {
    let mask: UInt64 = is64 ? 7 : 3
    return (value &+ mask) & ~mask
  }
}

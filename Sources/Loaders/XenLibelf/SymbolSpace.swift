// SPDX-License-Identifier: Apache-2.0

import CElf

/// The room behind the kernel for its symbols, which BSD_SYMTAB asks for: a size word, an ELF
/// header, three section headers, the symbol table and its strings (libelf-loader.c@4.17,
/// elf_parse_bsdsyms).
extension RawElf {
  /// The physical address behind it; nil when there is no usable symbol table.
  func symbolsEnd(after kernelEnd: UInt64) -> UInt64? {
    guard symbolTable != 0 else {
      markBroken("invalid ELF handle for symtab section")
      return nil
    }
    let strings = section(value(.sectionLink, at: symbolTable)) ?? 0
    guard isAccessible(strings), value(.sectionType, at: strings) == UInt64(SHT_STRTAB) else {
      return nil
    }
    var size = rounded(RawElf.symbolHeader + 3 * sectionHeaderSize)
    size = rounded(size &+ value(.sectionBytes, at: symbolTable))
    size = rounded(size &+ value(.sectionBytes, at: strings))
    let end = rounded(kernelEnd) &+ size
    return end == 0 ? nil : end
  }

  /// The size word is counted twice; the ELF header is the wider one in either width.
  private static let symbolHeader =
    2 * UInt64(MemoryLayout<UInt32>.size) + UInt64(MemoryLayout<Elf64_Ehdr>.size)

  private var sectionHeaderSize: UInt64 {
    UInt64(is64 ? MemoryLayout<Elf64_Shdr>.size : MemoryLayout<Elf32_Shdr>.size)
  }

  private func rounded(_ value: UInt64) -> UInt64 {
    let mask: UInt64 = is64 ? 7 : 3
    return (value &+ mask) & ~mask
  }
}

// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

/// The checks by elf_init: both header tables must end within the file, by a sum that may wrap.
/// Version, type and e_ehsize are not checked (libelf-loader.c@4.17, elf_init).
extension RawElf {
  /// Returns the reason for which elf_init refuses the file, or nil. Also finds the section names
  /// and the symbol table.
  func initialise() -> Refusal? {
    if let refusal = overflow("phdr", .segmentTable, .segmentSize, segmentCount) { return refusal }
    if let refusal = overflow("shdr", .sectionTable, .sectionSize, sectionCount) { return refusal }
    if let names = section(header(.sectionNames)) { sectionNames = sectionStart(names) }
    findSymbolTable()
    return nil
  }

  private func overflow(
    _ table: String, _ start: ElfField, _ size: ElfField, _ count: UInt64
  ) -> Refusal? {
    let end = header(start) &+ header(size) &* count
    guard end > blob.size else { return nil }
    let figures = "off \(hexadecimal(end, prefix: "")) > size \(hexadecimal(blob.size, prefix: ""))"
    let words = dialect.release >= XenRelease(4, 8) ? "ELF" : "elf_init"
    return Refusal("\(words): \(table) overflow (\(figures))")
  }

  /// Finds the first SHT_SYMTAB section, unless its sh_link is not a valid section; until 4.6 the
  /// first one whose sh_link is valid, including the void section.
  private func findSymbolTable() {
    let tables = sections.filter { value(.sectionType, at: $0) == UInt64(SHT_SYMTAB) }
    let links = tables.map { value(.sectionLink, at: $0) & UInt64(UInt32.max) }
    guard dialect.reservesOneSymbolTable else {
      symbolTable = zip(tables, links).first { $0.1 < sectionCount }?.0 ?? 0
      return
    }
    guard let table = tables.first, let link = links.first else { return }
    if link != UInt64(SHN_UNDEF), link < sectionCount { symbolTable = table }
  }
}

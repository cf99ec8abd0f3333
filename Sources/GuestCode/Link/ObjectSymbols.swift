// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// The symbol table of an object file, by symbol index as in relocations.
struct ObjectSymbols: Sendable {
  struct Symbol {
    /// The offset of its name in the string table (st_name).
    let name: UInt32
    /// The index of its section (st_shndx).
    let section: UInt16
    /// The offset from the start of its section, in bytes.
    let value: UInt64
    let size: UInt64
  }

  private let table: Bytes
  private let names: Bytes?
  private let width: ElfFile.Width
  private var stride: Int {
    width == .bits64 ? MemoryLayout<Elf64_Sym>.size : MemoryLayout<Elf32_Sym>.size
  }

  init(_ elf: ElfFile) {
    width = elf.width
    let section = elf.sections.first { $0.type == UInt32(SHT_SYMTAB) }
    table = section.flatMap { elf.contents(of: $0) } ?? Bytes([])
    let link = section.map { Int($0.link) } ?? 0
    names = elf.sections.indices.contains(link) ? elf.contents(of: elf.sections[link]) : nil
  }

  /// The symbol of that index; nil outside the table.
  subscript(_ index: Int) -> Symbol? {
    guard index >= 0, index < table.count / stride else { return nil }
    return table.withUnsafeBytes { raw in
      if width == .bits64 {
        let one = raw.loadUnaligned(fromByteOffset: index * stride, as: Elf64_Sym.self)
        return Symbol(
          name: one.st_name, section: one.st_shndx, value: one.st_value, size: one.st_size)
      }
      let one = raw.loadUnaligned(fromByteOffset: index * stride, as: Elf32_Sym.self)
      return Symbol(
        name: one.st_name, section: one.st_shndx, value: UInt64(one.st_value),
        size: UInt64(one.st_size))
    }
  }

  /// The indices of the symbols of those names.
  func all(named wanted: Set<String>) -> [(index: Int, name: String)] {
    guard let names else { return [] }
    let longest = wanted.map(\.utf8.count).max() ?? 0
    return (0..<table.count / stride).compactMap { index in
      guard let symbol = self[index], symbol.name != 0 else { return nil }
      let name = names.string(at: UInt64(symbol.name), most: longest + 1)
      return wanted.contains(name) ? (index, name) : nil
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import CElf
import Synchronization

/// The symbols of an ELF file that have an address, sorted by it.
struct SymbolTable: Sendable {
  /// The maximum number of symbols to read: more than a kernel has, in at most 64 MiB of memory.
  static let mostSymbols = 1 << 21

  struct Symbol: Sendable {
    let address: UInt64
    let size: UInt64
    /// The offset of the name in the string table.
    let name: UInt32
    /// st_shndx.
    let section: UInt16
    /// Whether it is data (STT_OBJECT).
    let isData: Bool
    /// Whether it is a function (STT_FUNC).
    let isFunction: Bool
  }

  let names: Bytes?
  let symbols: [Symbol]

  init(_ elf: ElfFile) {
    guard let table = Self.section(of: elf), let bytes = elf.contents(of: table) else {
      names = nil
      symbols = []
      return
    }
    let link = Int(table.link)
    names = elf.sections.indices.contains(link) ? elf.contents(of: elf.sections[link]) : nil
    symbols = Self.read(bytes, elf.header).sorted { $0.address < $1.address }
  }

  /// The full symbol table, or the dynamic one if the full one was stripped.
  private static func section(of elf: ElfFile) -> ElfFile.Section? {
    elf.sections.first { $0.type == UInt32(SHT_SYMTAB) }
      ?? elf.sections.first { $0.type == UInt32(SHT_DYNSYM) }
  }

  private static func read(_ bytes: Bytes, _ header: ElfFile.Header) -> [Symbol] {
    let is64 = header.width == .bits64
    let stride = is64 ? MemoryLayout<Elf64_Sym>.size : MemoryLayout<Elf32_Sym>.size
    let count = min(bytes.count / stride, mostSymbols)
    let big = header.isBigEndian
    return bytes.withUnsafeBytes { raw in
      (0..<count).compactMap { index in
        let offset = index * stride
        if is64 {
          let one = raw.loadUnaligned(fromByteOffset: offset, as: Elf64_Sym.self)
          return symbol(
            one.st_name, one.st_info, one.st_shndx, one.st_value, one.st_size, big)
        }
        let one = raw.loadUnaligned(fromByteOffset: offset, as: Elf32_Sym.self)
        return symbol(one.st_name, one.st_info, one.st_shndx, one.st_value, one.st_size, big)
      }
    }
  }

  /// Converts a symbol; nil if it does not have a position in a section.
  private static func symbol<Word: FixedWidthInteger>(
    _ name: UInt32, _ info: UInt8, _ section: UInt16, _ value: Word, _ size: Word, _ big: Bool
  ) -> Symbol? {
    func native<T: FixedWidthInteger>(_ number: T) -> T { big ? T(bigEndian: number) : number }
    guard name != 0, native(section) != UInt16(SHN_UNDEF), native(section) != SHN_ABS,
      placeTypes.contains(Int32(info & 0xf))
    else { return nil }
    return Symbol(
      address: UInt64(native(value)), size: UInt64(native(size)), name: native(name),
      section: native(section), isData: Int32(info & 0xf) == STT_OBJECT,
      isFunction: Int32(info & 0xf) == STT_FUNC)
  }

  private static let placeTypes: Set<Int32> = [STT_NOTYPE, STT_OBJECT, STT_FUNC]

  /// The last symbol at or before the address, and the distance from it in bytes.
  func symbol(at address: UInt64) -> (name: String, offset: UInt64)? {
    var low = 0
    var high = symbols.count
    while low < high {
      let middle = (low + high) / 2
      if symbols[middle].address <= address { low = middle + 1 } else { high = middle }
    }
    guard low > 0, let names else { return nil }
    let nearest = symbols[low - 1].address
    // Of several symbols at one address, prefer one with a size.
    var best = low - 1
    var index = best
    while index >= 0, symbols[index].address == nearest, low - index <= 64 {
      if symbols[index].size > 0 { best = index }
      index -= 1
    }
    return (names.string(at: UInt64(symbols[best].name), most: 255), address - nearest)
  }
}

/// Builds the symbol table on first use.
final class LazySymbols: Sendable {
  private let table = Mutex<SymbolTable?>(nil)

  func get(_ elf: ElfFile) -> SymbolTable {
    table.withLock { table in
      if let table { return table }
      let made = SymbolTable(elf)
      table = made
      return made
    }
  }
}

extension ElfFile {
  /// The last symbol at or before a virtual address, and the distance from it in bytes; nil if
  /// there is none, or the address is outside all loaded segments.
  public func symbol(at virtualAddress: UInt64) -> (name: String, offset: UInt64)? {
    guard segment(containing: virtualAddress) != nil else { return nil }
    return lazySymbols.get(self).symbol(at: virtualAddress)
  }
}

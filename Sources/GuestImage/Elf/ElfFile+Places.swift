// SPDX-License-Identifier: Apache-2.0

import CElf

extension ElfFile {
  /// A symbol that names a place in a section.
  public struct PlaceSymbol: Sendable {
    /// In bytes from the section's start.
    public let offset: UInt64
    /// In bytes; 0 when it is not told.
    public let size: UInt64
    /// It names data.
    public let isData: Bool
    /// Its name's place in the string table: `symbolName`.
    public let name: UInt32
  }

  /// Whether there is a symbol table with anything in it; the dynamic one counts.
  public var hasSymbolTable: Bool { !lazySymbols.get(self).symbols.isEmpty }

  /// The places that symbols name in a section, by address. In an object that is not linked
  /// yet, values count from the section; else they are addresses.
  public func placeSymbols(in section: Section) -> [PlaceSymbol] {
    let base = header.type == UInt16(ET_REL) ? 0 : section.address
    return lazySymbols.get(self).symbols.compactMap { symbol in
      guard symbol.section == UInt16(clamping: section.index), symbol.address >= base else {
        return nil
      }
      return PlaceSymbol(
        offset: symbol.address - base, size: symbol.size, isData: symbol.isData, name: symbol.name)
    }
  }

  /// A symbol's name, at most 255 bytes of it.
  public func symbolName(_ name: UInt32) -> String {
    lazySymbols.get(self).names?.string(at: UInt64(name), most: 255) ?? ""
  }

  /// From the address of the symbol of that name to its end; nil when there is none.
  public func symbolRange(of name: String) -> Range<UInt64>? {
    let table = lazySymbols.get(self)
    let found = table.symbols.first { symbolName($0.name) == name }
    guard let found, found.address <= UInt64.max - found.size else { return nil }
    return found.address..<found.address + found.size
  }

  /// Whether a symbol of exactly that name is defined, or asked for from elsewhere.
  public func mentions(symbol name: String) -> Bool {
    let sought = Array(name.utf8) + [0]
    guard let names = lazySymbols.get(self).names else { return false }
    var at = 0
    while let found = names.firstOffset(of: sought, from: at) {
      if found == 0 || names[found - 1] == 0 { return true }
      at = found + 1
    }
    return false
  }
}

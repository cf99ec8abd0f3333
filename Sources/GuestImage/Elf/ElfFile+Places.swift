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
    /// It says of itself that it is a function.
    public let isFunction: Bool
    /// Its name's place in the string table: `symbolName`.
    public let name: UInt32
  }

  /// Whether there is a symbol table with anything in it; the dynamic one counts.
  public var hasSymbolTable: Bool { !lazySymbols.get(self).symbols.isEmpty }

  /// The places that symbols name in each section, by address. In an object that is not linked
  /// yet, values count from the section; else they are addresses.
  public var placeSymbols: [Int: [PlaceSymbol]] {
    let isLinked = header.type != UInt16(ET_REL)
    var places: [Int: [PlaceSymbol]] = [:]
    for symbol in lazySymbols.get(self).symbols where Int(symbol.section) < sections.count {
      let base = isLinked ? sections[Int(symbol.section)].address : 0
      guard symbol.address >= base else { continue }
      places[Int(symbol.section), default: []].append(
        PlaceSymbol(
          offset: symbol.address - base, size: symbol.size, isData: symbol.isData,
          isFunction: symbol.isFunction,
          name: symbol.name))
    }
    return places
  }

  /// A symbol's name, at most 255 bytes of it.
  public func symbolName(_ name: UInt32) -> String {
    lazySymbols.get(self).names?.string(at: UInt64(name), most: 255) ?? ""
  }

  /// From the address of each symbol of these names to its end, of those that there are.
  public func symbolRanges(of names: Set<String>) -> [String: Range<UInt64>] {
    let table = lazySymbols.get(self)
    let offsets = names.reduce(into: [UInt32: String]()) { offsets, name in
      for offset in nameOffsets(of: name) { offsets[offset] = name }
    }
    var found: [String: Range<UInt64>] = [:]
    for symbol in table.symbols {
      // No address space is larger than an Int; what claims to be is no range.
      guard let name = offsets[symbol.name], symbol.size <= UInt64(Int.max),
        symbol.address <= UInt64.max - symbol.size
      else { continue }
      found[name] = symbol.address..<symbol.address + symbol.size
    }
    return found
  }

  /// Whether a symbol of exactly that name is defined, or asked for from elsewhere.
  public func mentions(symbol name: String) -> Bool {
    let table = lazySymbols.get(self)
    return nameOffsets(of: name).contains { $0 == 0 || table.names?[Int($0) - 1] == 0 }
  }

  /// Where the name stands in the string table, also as the end of a longer one.
  private func nameOffsets(of name: String) -> [UInt32] {
    let sought = Array(name.utf8) + [0]
    guard let names = lazySymbols.get(self).names else { return [] }
    var offsets: [UInt32] = []
    var at = 0
    while offsets.count < 64, let found = names.firstOffset(of: sought, from: at) {
      offsets.append(UInt32(clamping: found))
      at = found + 1
    }
    return offsets
  }
}

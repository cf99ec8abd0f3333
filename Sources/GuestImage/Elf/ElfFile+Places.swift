// SPDX-License-Identifier: Apache-2.0

import CElf

extension ElfFile {
  /// A symbol at a position in a section.
  public struct PlaceSymbol: Sendable {
    /// The offset from the start of the section, in bytes.
    public let offset: UInt64
    /// The size, in bytes; 0 if it is unknown.
    public let size: UInt64
    /// Whether it is data (STT_OBJECT).
    public let isData: Bool
    /// Whether it is a function (STT_FUNC).
    public let isFunction: Bool
    /// The offset of its name in the string table; see `symbolName`.
    public let name: UInt32
  }

  /// Whether there is a symbol table, full or dynamic, that is not empty.
  public var hasSymbolTable: Bool { !lazySymbols.get(self).symbols.isEmpty }

  /// The symbols in each section, by the section's index, sorted by address. In an object file that
  /// is not linked yet, a symbol's value is an offset in the section; otherwise it is an address.
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

  /// The name of a symbol, up to 255 bytes.
  public func symbolName(_ name: UInt32) -> String {
    lazySymbols.get(self).names?.string(at: UInt64(name), most: 255) ?? ""
  }

  /// The address ranges of the symbols with these names, as far as they exist.
  public func symbolRanges(of names: Set<String>) -> [String: Range<UInt64>] {
    let table = lazySymbols.get(self)
    let offsets = names.reduce(into: [UInt32: String]()) { offsets, name in
      for offset in nameOffsets(of: name) { offsets[offset] = name }
    }
    var found: [String: Range<UInt64>] = [:]
    for symbol in table.symbols {
      // No object is larger than Int.max; such a size is invalid.
      guard let name = offsets[symbol.name], symbol.size <= UInt64(Int.max),
        symbol.address <= UInt64.max - symbol.size
      else { continue }
      found[name] = symbol.address..<symbol.address + symbol.size
    }
    return found
  }

  /// Whether a symbol with exactly this name is defined or referenced.
  public func mentions(symbol name: String) -> Bool {
    let table = lazySymbols.get(self)
    return nameOffsets(of: name).contains { $0 == 0 || table.names?[Int($0) - 1] == 0 }
  }

  /// The offsets of a name in the string table, including those where it is the end of a longer
  /// name.
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

// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Where a kernel's names come from: its symbol table, or the copy that Linux keeps for itself.
struct SymbolNames: Sendable {
  private let elf: ElfFile
  private let kallsyms: Kallsyms?
  /// Of all that anybody asks for: kallsyms is gone through once.
  private let known: [String: Range<UInt64>]
  /// By section.
  private let places: [Int: [ElfFile.PlaceSymbol]]

  init(_ elf: ElfFile) {
    self.elf = elf
    places = elf.placeSymbols
    kallsyms = elf.hasSymbolTable ? nil : Kallsyms(elf)
    known =
      kallsyms?.ranges(
        of: HypercallGates.names.union(NativeFunctions.tables).union(GuestFunctions.tables)
          .union(FloatingPointScan.guards)) ?? [:]
  }

  /// For people: what the names are from.
  var source: String {
    if elf.hasSymbolTable { return "symbol table" }
    return kallsyms == nil ? "none" : "kallsyms"
  }

  /// The places in a section of which `count` bytes are code.
  func symbols(in section: ElfFile.Section, count: Int) -> CodeSymbols {
    guard let kallsyms else {
      let entries = (places[section.index] ?? []).lazy.compactMap { symbol -> CodeSymbols.Entry? in
        guard symbol.offset < UInt64(count) else { return nil }
        return CodeSymbols.Entry(
          offset: Int(symbol.offset), size: Int(clamping: symbol.size), isData: symbol.isData,
          id: Int(symbol.name))
      }
      let elf = elf
      return CodeSymbols(entries) { elf.symbolName(UInt32($0)) }
    }
    return CodeSymbols(kallsyms.entries(section.address, count: count)) { kallsyms.name($0) }
  }

  /// The addresses of those symbols, wherever they lie, up to the next one or their end.
  func ranges(of names: Set<String>) -> [String: Range<UInt64>] {
    kallsyms == nil ? elf.symbolRanges(of: names) : known.filter { names.contains($0.key) }
  }

  /// Whether a symbol says that there is a function in the section.
  func hasFunctions(in section: ElfFile.Section) -> Bool {
    places[section.index]?.contains(where: \.isFunction) ?? false
  }

  /// Where those functions lie, in order; one that does not tell its size ends where the next symbol is.
  func functions(in section: ElfFile.Section, count: Int) -> [Range<Int>] {
    let places = places[section.index] ?? []
    return places.indices.compactMap { index in
      let one = places[index]
      let next = places[index...].first { $0.offset > one.offset }?.offset ?? UInt64(count)
      let end = one.size > 0 ? one.offset.addingReportingOverflow(one.size).partialValue : next
      guard one.isFunction, one.offset < end, end <= UInt64(count) else { return nil }
      return Int(one.offset)..<Int(end)
    }
  }
}

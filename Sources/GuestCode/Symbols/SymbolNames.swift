// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// A kernel's symbols: its symbol table, or kallsyms, the copy that Linux keeps for itself.
struct SymbolNames: Sendable {
  private let elf: ElfFile
  private let kallsyms: Kallsyms?
  /// All symbols that are looked up by name, so that kallsyms is searched only once.
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

  /// The source of the symbols, for reports.
  var source: String {
    if elf.hasSymbolTable { return "symbol table" }
    return kallsyms == nil ? "none" : "kallsyms"
  }

  /// The symbols in the first `count` bytes of a section.
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

  /// The address ranges of those symbols, in any section: up to their end or the next symbol.
  func ranges(of names: Set<String>) -> [String: Range<UInt64>] {
    kallsyms == nil ? elf.symbolRanges(of: names) : known.filter { names.contains($0.key) }
  }

  /// Whether the section has a function symbol.
  func hasFunctions(in section: ElfFile.Section) -> Bool {
    places[section.index]?.contains(where: \.isFunction) ?? false
  }

  /// The ranges of those functions, in order. A function without a size ends at the next symbol.
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

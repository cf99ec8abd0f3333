// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The symbol names that Linux keeps for its own backtraces (CONFIG_KALLSYMS). They are found
/// without a symbol table, which a distribution's kernel does not have.
///
/// The layout is that of scripts/kallsyms.c: the number of names, the names as tokens, a marker for
/// each 256 names, the tokens, the index of the tokens. `KallsymsAddresses` come before or after
/// them.
struct Kallsyms: Sendable {
  /// More than any kernel has.
  static let mostNames = 1 << 20

  private let table: Bytes
  private let tokens: [[UInt8]]
  /// The offset of each name in `table`, after its length.
  private let names: [UInt32]
  private let lengths: [UInt8]
  /// Sorted by address.
  private let addresses: [KallsymsAddresses.Entry]
  /// The last entry of each address. The symbols of a section are made of these, so that there are
  /// no more of them than bytes.
  private let places: [KallsymsAddresses.Entry]

  /// Fails if the kernel has no kallsyms, or has them in an unknown layout.
  init?(_ elf: ElfFile) {
    let candidates = elf.sections.filter { $0.isAllocated && !$0.isExecutable && $0.size > 4096 }
    var budget = SearchBudget(elf)
    for section in candidates {
      // The budget also covers sections that share bytes.
      guard budget.spend(Int(clamping: section.size)) else { return nil }
      guard let bytes = elf.contents(of: section),
        let found = Kallsyms(bytes, at: section.address, elf.width, &budget)
      else { continue }
      self = found
      return
    }
    return nil
  }

  private init?(
    _ bytes: Bytes, at address: UInt64, _ width: ElfFile.Width, _ budget: inout SearchBudget
  ) {
    var from = 0
    for _ in 0..<Self.mostTries {
      guard let digits = bytes.firstOffset(of: Self.digits, from: from) else { return nil }
      from = digits + 1
      guard let tokens = TokenTable(bytes, digits: digits),
        let markers = MarkerTable(bytes, before: tokens.start, &budget),
        let names = NameTable(bytes, markers, &budget),
        let addresses = KallsymsAddresses(bytes, at: address, width, count: names.offsets.count)
          .read(before: names.start, behind: tokens.end)
      else { continue }
      table = bytes
      self.tokens = tokens.tokens
      self.names = names.offsets
      lengths = names.lengths
      self.addresses = addresses
      places = addresses.indices.lazy.filter {
        $0 + 1 == addresses.count || addresses[$0].address != addresses[$0 + 1].address
      }.map { addresses[$0] }
      return
    }
    return nil
  }

  /// The tokens of the ten digits. They follow each other, because every kernel has names with each
  /// digit.
  private static let digits = Array(
    "0\u{0}1\u{0}2\u{0}3\u{0}4\u{0}5\u{0}6\u{0}7\u{0}8\u{0}9\u{0}".utf8)
  private static let mostTries = 16

  /// The name of an entry, without the letter of its type.
  func name(_ id: Int) -> String {
    let start = Int(names[id])
    let codes = table.slice(at: UInt64(start), count: UInt64(lengths[id]))?.array ?? []
    let letters = codes.flatMap { tokens[Int($0)] }
    return String(decoding: letters.dropFirst().prefix(255), as: UTF8.self)
  }

  /// The symbols in an address range, in order.
  func entries(_ address: UInt64, count: Int) -> some Sequence<CodeSymbols.Entry> {
    let (end, overflow) = address.addingReportingOverflow(UInt64(count))
    let last = overflow ? places.count : places.firstIndex(from: end)
    let first = places.firstIndex(from: address)
    return places[min(first, last)..<last].lazy.map {
      CodeSymbols.Entry(
        offset: Int($0.address - address), size: 0, isData: false, id: $0.id)
    }
  }

  /// The address ranges of those of the names that exist, each up to the next address.
  func ranges(of names: Set<String>) -> [String: Range<UInt64>] {
    let finder = NameFinder(names, tokens: tokens)
    var found: [String: Range<UInt64>] = [:]
    table.withUnsafeBytes { raw in
      for entry in addresses {
        let start = Int(self.names[entry.id])
        guard let name = finder.name(raw[start..<start + Int(lengths[entry.id])]) else { continue }
        let next = places.firstIndex(behind: entry.address)
        let end = next < places.count ? places[next].address : entry.address
        found[name] = entry.address..<end
      }
    }
    return found
  }
}

extension [KallsymsAddresses.Entry] {
  /// The index of the first entry at or above that address; `count` if there is none.
  fileprivate func firstIndex(from address: UInt64) -> Int {
    partition { $0 >= address }
  }

  /// The index of the first entry above that address, which may be the greatest one; `count` if
  /// none.
  fileprivate func firstIndex(behind address: UInt64) -> Int {
    partition { $0 > address }
  }

  private func partition(_ isBehind: (UInt64) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle].address) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

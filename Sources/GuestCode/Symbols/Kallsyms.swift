// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The names that Linux keeps for its own backtraces (CONFIG_KALLSYMS), found without any symbol:
/// a distribution's kernel has no symbol table left, but has these.
///
/// The layout is scripts/kallsyms.c's: the number of names, the names as tokens, a marker for each
/// 256 of them, the tokens, their index; `KallsymsAddresses` stand before or behind.
struct Kallsyms: Sendable {
  /// More than a kernel has.
  static let mostNames = 1 << 20

  private let table: Bytes
  private let tokens: [[UInt8]]
  /// Where each name stands in `table`, behind its length.
  private let names: [UInt32]
  private let lengths: [UInt8]
  /// Sorted, with the place in `names`.
  private let addresses: [KallsymsAddresses.Entry]

  /// Nil when the kernel keeps none, or in a way that is not known.
  init?(_ elf: ElfFile) {
    let candidates = elf.sections.filter { $0.isAllocated && !$0.isExecutable && $0.size > 4096 }
    for section in candidates.prefix(64) {
      guard let bytes = elf.contents(of: section),
        let found = Kallsyms(bytes, at: section.address, elf.width)
      else { continue }
      self = found
      return
    }
    return nil
  }

  private init?(_ bytes: Bytes, at address: UInt64, _ width: ElfFile.Width) {
    var from = 0
    for _ in 0..<Self.mostTries {
      guard let digits = bytes.firstOffset(of: Self.digits, from: from) else { return nil }
      from = digits + 1
      guard let tokens = TokenTable(bytes, digits: digits),
        let markers = MarkerTable(bytes, before: tokens.start),
        let names = NameTable(bytes, markers),
        let addresses = KallsymsAddresses(bytes, at: address, width, count: names.offsets.count)
          .read(before: names.start, behind: tokens.end)
      else { continue }
      table = bytes
      self.tokens = tokens.tokens
      self.names = names.offsets
      lengths = names.lengths
      self.addresses = addresses
      return
    }
    return nil
  }

  /// The tokens of the ten digits, which stand in a row, for every kernel has names with each.
  private static let digits = Array(
    "0\u{0}1\u{0}2\u{0}3\u{0}4\u{0}5\u{0}6\u{0}7\u{0}8\u{0}9\u{0}".utf8)
  private static let mostTries = 16

  /// The name, without the letter of its type.
  func name(_ id: Int) -> String {
    let start = Int(names[id])
    let codes = table.slice(at: UInt64(start), count: UInt64(lengths[id]))?.array ?? []
    let letters = codes.flatMap { tokens[Int($0)] }
    return String(decoding: letters.dropFirst().prefix(255), as: UTF8.self)
  }

  /// What lies in those addresses, in order.
  func entries(_ address: UInt64, count: Int) -> some Sequence<CodeSymbols.Entry> {
    let (end, overflow) = address.addingReportingOverflow(UInt64(count))
    let last = overflow ? addresses.count : firstIndex(from: end)
    let first = firstIndex(from: address)
    return addresses[min(first, last)..<last].lazy.map {
      CodeSymbols.Entry(
        offset: Int($0.address - address), size: 0, isData: false, id: $0.id)
    }
  }

  /// From the address of each name to the next one, of those that there are.
  func ranges(of names: Set<String>) -> [String: Range<UInt64>] {
    let finder = NameFinder(names, tokens: tokens)
    var found: [String: Range<UInt64>] = [:]
    table.withUnsafeBytes { raw in
      for entry in addresses {
        let start = Int(self.names[entry.id])
        guard let name = finder.name(raw[start..<start + Int(lengths[entry.id])]) else { continue }
        let next = firstIndex(from: entry.address + 1)
        let end = next < addresses.count ? addresses[next].address : entry.address
        found[name] = entry.address..<end
      }
    }
    return found
  }

  private func firstIndex(from address: UInt64) -> Int {
    var (low, high) = (0, addresses.count)
    while low < high {
      let middle = (low + high) / 2
      if addresses[middle].address < address { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

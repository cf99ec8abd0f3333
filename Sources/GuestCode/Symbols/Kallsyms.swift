// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The names that Linux keeps for its own backtraces (CONFIG_KALLSYMS), found without any symbol:
/// a distribution's kernel has no symbol table left, but has these.
///
/// The layout is scripts/kallsyms.c's up to 6.3: addresses (or offsets and their base), the number
/// of names, the names as tokens, a marker for each 256 of them, the tokens, their index.
struct Kallsyms: Sendable {
  /// More than a kernel has.
  static let mostNames = 1 << 20

  private let table: Bytes
  private let tokens: [[UInt8]]
  /// Where each name stands in `table`, behind its length.
  private let names: [UInt32]
  private let lengths: [UInt8]
  /// Sorted, with the place in `names`.
  private let addresses: [(address: UInt64, id: Int)]

  /// Nil when the kernel keeps none, or in a way that is not known.
  init?(_ elf: ElfFile) {
    let candidates = elf.sections.filter { $0.isAllocated && !$0.isExecutable && $0.size > 4096 }
    for section in candidates.prefix(64) {
      guard let bytes = elf.contents(of: section), let found = Kallsyms(bytes, elf.width) else {
        continue
      }
      self = found
      return
    }
    return nil
  }

  private init?(_ bytes: Bytes, _ width: ElfFile.Width) {
    for digits in Self.digits(in: bytes) {
      guard let tokens = TokenTable(bytes, digits: digits),
        let markers = MarkerTable(bytes, before: tokens.start),
        let names = NameTable(bytes, markers),
        let addresses = Self.addresses(bytes, names, width)
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
  private static func digits(in bytes: Bytes) -> [Int] {
    let pattern: [UInt8] = Array(
      "0\u{0}1\u{0}2\u{0}3\u{0}4\u{0}5\u{0}6\u{0}7\u{0}8\u{0}9\u{0}".utf8)
    var found: [Int] = []
    var from = 0
    while found.count < 16, let hit = bytes.firstOffset(of: pattern, from: from) {
      found.append(hit)
      from = hit + 1
    }
    return found
  }

  /// What stands in front of the number of names: offsets and their base, or addresses.
  private static func addresses(
    _ bytes: Bytes, _ names: NameTable, _ width: ElfFile.Width
  ) -> [(UInt64, Int)]? {
    let word = width.rawValue / 8
    let count = names.offsets.count
    let base = names.start - word
    guard base >= word * 2, let origin = bytes.word(at: base, width) else { return nil }
    let first = (base - 4 * count) / word * word
    if first >= 0, let last = bytes.integer(at: UInt64(first + 4 * (count - 1)), as: Int32.self),
      origin >= (width == .bits64 ? 1 << 63 : 1 << 20), last < 0 || last > 4096
    {
      let all = (0..<count).compactMap { id -> (UInt64, Int)? in
        guard let offset = bytes.integer(at: UInt64(first + 4 * id), as: Int32.self) else {
          return nil
        }
        // Negative ones count from the base; the others are in the area of each processor.
        return offset < 0 ? (origin &- 1 &- UInt64(bitPattern: Int64(offset)), id) : nil
      }
      let usual = all.isEmpty ? Self.plainOffsets(bytes, first, count, origin) : all
      return usual.sorted { $0.0 < $1.0 }
    }
    let table = names.start - word * count
    guard table >= 0 else { return nil }
    let all = (0..<count).compactMap { id in
      bytes.word(at: table + word * id, width).map { ($0, id) }
    }
    return all.sorted { $0.0 < $1.0 }
  }

  /// A kernel without SMP: no area of each processor, so every offset counts from the base.
  private static func plainOffsets(
    _ bytes: Bytes, _ first: Int, _ count: Int, _ origin: UInt64
  ) -> [(UInt64, Int)] {
    (0..<count).compactMap { id in
      bytes.integer(at: UInt64(first + 4 * id), as: UInt32.self).map { (origin + UInt64($0), id) }
    }
  }

  /// The name, without the letter of its type.
  func name(_ id: Int) -> String {
    let start = Int(names[id])
    let codes = table.slice(at: UInt64(start), count: UInt64(lengths[id]))?.array ?? []
    let letters = codes.flatMap { tokens[Int($0)] }
    return String(decoding: letters.dropFirst().prefix(255), as: UTF8.self)
  }

  /// What lies in those addresses, in order.
  func places(_ address: UInt64, count: Int) -> [(offset: Int, id: Int)] {
    var index = firstIndex(from: address)
    var places: [(offset: Int, id: Int)] = []
    while index < addresses.count, addresses[index].address - address < UInt64(count) {
      places.append((Int(addresses[index].address - address), addresses[index].id))
      index += 1
    }
    return places
  }

  /// From the address of each name to the next one, of those that there are.
  func ranges(of names: Set<String>) -> [String: Range<UInt64>] {
    let finder = NameFinder(names, tokens: tokens)
    var found: [String: Range<UInt64>] = [:]
    table.withUnsafeBytes { raw in
      for (address, id) in addresses {
        let start = Int(self.names[id])
        guard let name = finder.name(raw[start..<start + Int(lengths[id])]) else { continue }
        let next = firstIndex(from: address + 1)
        let end = next < addresses.count ? addresses[next].address : address
        found[name] = address..<end
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

extension Bytes {
  /// The word of that width, or nil outside.
  func word(at offset: Int, _ width: ElfFile.Width) -> UInt64? {
    guard offset >= 0 else { return nil }
    return width == .bits64
      ? integer(at: UInt64(offset), as: UInt64.self)
      : integer(at: UInt64(offset), as: UInt32.self).map { UInt64($0) }
  }
}

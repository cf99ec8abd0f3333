// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The symbols of one section, by offset.
struct CodeSymbols: Sendable {
  struct Entry: Sendable {
    let offset: Int
    /// In bytes; 0 if unknown.
    let size: Int
    /// Whether it names data between functions.
    let isData: Bool
    /// The key by which `nameOf` finds the name.
    let id: Int
  }

  /// At most one entry for each offset, in order.
  let entries: [Entry]
  private let nameOf: @Sendable (Int) -> String

  init() { self.init([]) { _ in "" } }

  /// - Parameters:
  ///   - all: sorted by offset. Of several at one offset, the last with a size wins; if none has
  ///     one, the last.
  ///   - nameOf: returns the name of an entry by its `id`.
  init(_ all: some Sequence<Entry>, nameOf: @escaping @Sendable (Int) -> String) {
    var entries: [Entry] = []
    entries.reserveCapacity(all.underestimatedCount)
    for entry in all {
      guard let last = entries.last, last.offset == entry.offset else {
        entries.append(entry)
        continue
      }
      if entry.size > 0 || last.size == 0 { entries[entries.count - 1] = entry }
    }
    self.entries = entries
    self.nameOf = nameOf
  }

  /// The index of the last entry at or before the offset.
  func index(at offset: Int) -> Int? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }

  /// The place of the offset; nil before the first entry.
  func place(at offset: Int) -> CodePlace? {
    index(at: offset).map { CodePlace(self, $0, offset: offset - entries[$0].offset) }
  }

  func name(_ index: Int) -> String { nameOf(entries[index].id) }

  /// The end of an entry, which is the start of the next one.
  func end(_ index: Int, of count: Int) -> Int {
    index + 1 < entries.count ? entries[index + 1].offset : count
  }
}

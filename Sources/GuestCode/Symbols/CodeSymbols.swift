// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The named places of one section, by offset.
struct CodeSymbols: Sendable {
  /// One of them.
  struct Entry: Sendable {
    let offset: Int
    /// 0 when it is not told.
    let size: Int
    /// It names data that stand among the code.
    let isData: Bool
    /// By which its name is asked for.
    let id: Int
  }

  /// One for each offset, in order.
  let entries: [Entry]
  private let nameOf: @Sendable (Int) -> String

  /// No names.
  init() { self.init([]) { _ in "" } }

  /// - Parameter all: by offset. Of those at one offset, the last counts that says how far it
  ///   reaches, else the last.
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

  /// The last entry at or before the offset.
  func index(at offset: Int) -> Int? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }

  /// Where the offset is; nil before the first entry.
  func place(at offset: Int) -> CodePlace? {
    index(at: offset).map { CodePlace(self, $0, offset: offset - entries[$0].offset) }
  }

  func name(_ index: Int) -> String { nameOf(entries[index].id) }

  /// Where the thing that begins there ends: where the next one begins.
  func end(_ index: Int, of count: Int) -> Int {
    index + 1 < entries.count ? entries[index + 1].offset : count
  }
}

// SPDX-License-Identifier: Apache-2.0

extension GuestMap.Item {
  /// The name and details: `segment 0 r-x: .text .rodata`.
  var title: String { detail.isEmpty ? name : "\(name): \(detail)" }

  /// Whether the address is within the item's range; always false for a single address.
  func holds(_ address: UInt64) -> Bool { physical.contains(address) }
}

extension GuestMap {
  /// One line of a listing.
  struct Row {
    let item: Item
    /// The number of items around this one.
    let depth: Int
    /// The findings at this item, without those at an item inside it.
    var marks: [Mark]
  }

  /// All of the domain's memory from low to high addresses, with the unused ranges between the
  /// parts.
  var rows: [Row] {
    var rows: [Row] = []
    var open: [Range<UInt64>] = []
    var end: UInt64 = 0
    for item in items {
      open.removeAll { $0.upperBound <= item.physical.lowerBound && !$0.isEmpty }
      if item.physical.lowerBound > end { rows += gap(end..<item.physical.lowerBound) }
      rows.append(Row(item: item, depth: open.count, marks: []))
      if !item.physical.isEmpty { open.append(item.physical) }
      end = max(end, item.physical.upperBound)
    }
    if end < memory { rows += gap(end..<memory) }
    for mark in marks {
      guard let address = mark.physical else { continue }
      // The innermost item at the address, otherwise a single address.
      let at =
        rows.lastIndex { $0.item.holds(address) }
        ?? rows.firstIndex { $0.item.physical.lowerBound == address }
      if let at { rows[at].marks.append(mark) }
    }
    return rows
  }

  /// The rows of an unused range, which is cut where the first page tables end.
  private func gap(_ range: Range<UInt64>) -> [Row] {
    let cut = mapped.map { min(max($0.upperBound, range.lowerBound), range.upperBound) }
    let parts = cut.map { [range.lowerBound..<$0, $0..<range.upperBound] } ?? [range]
    return parts.filter { !$0.isEmpty }.map { part in
      let isMapped = mapped.map { part.upperBound <= $0.upperBound } ?? false
      let name = base == nil ? "unused" : isMapped ? "unused, mapped" : "unused, not mapped"
      return Row(
        item: Item(
          kind: .unused, name: name, detail: "", physical: part,
          virtual: isMapped ? base.map { $0 &+ part.lowerBound } : nil),
        depth: 0, marks: [])
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

extension GuestMap.Item {
  /// `segment 0 r-x: .text .rodata`
  var title: String { detail.isEmpty ? name : "\(name): \(detail)" }

  /// `entry` at its address, or whatever lies in what comes before it.
  func holds(_ address: UInt64) -> Bool { physical.contains(address) }
}

extension GuestMap {
  /// A line of a listing.
  struct Row {
    let item: Item
    /// How many items it lies in.
    let depth: Int
    /// What is wrong at it, and not at an item inside it.
    var marks: [Mark]
  }

  /// All of the domain's memory from low to high, with what is unused between the parts.
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
      // The innermost, or the place itself.
      let at =
        rows.lastIndex { $0.item.holds(address) }
        ?? rows.firstIndex { $0.item.physical.lowerBound == address }
      if let at { rows[at].marks.append(mark) }
    }
    return rows
  }

  /// Cut where the first page tables end.
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

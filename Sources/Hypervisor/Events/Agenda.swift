// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// The pending work of the back ends, ordered by due time, then by when it was added.
struct Agenda {
  private struct Item {
    let due: UInt64
    let action: () -> Void
  }

  private var items: [Item] = []

  /// The time at which the first item is due.
  var next: UInt64? { items.first?.due }

  mutating func add(at due: UInt64, _ action: @escaping () -> Void) {
    let place = items.firstIndex { $0.due > due } ?? items.count
    items.insert(Item(due: due, action: action), at: place)
  }

  /// Removes and returns the next action that is due; nil if none is.
  mutating func take(by now: UInt64) -> (() -> Void)? {
    guard let first = items.first, first.due <= now else { return nil }
    return items.removeFirst().action
  }
}

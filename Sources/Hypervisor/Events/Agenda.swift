// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// What back ends have yet to do, in the order of its times, and of its being asked for.
struct Agenda {
  private struct Item {
    let due: UInt64
    let action: () -> Void
  }

  private var items: [Item] = []

  /// When the first is due.
  var next: UInt64? { items.first?.due }

  mutating func add(at due: UInt64, _ action: @escaping () -> Void) {
    let place = items.firstIndex { $0.due > due } ?? items.count
    items.insert(Item(due: due, action: action), at: place)
  }

  /// The next that is due by then.
  mutating func take(by now: UInt64) -> (() -> Void)? {
    guard let first = items.first, first.due <= now else { return nil }
    return items.removeFirst().action
  }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Two members that moved to one another's offset: one slip, not two.
enum Exchange {
  /// Where a member is, and where the other layout has it.
  private struct Move: Hashable {
    let from, to: Int

    var back: Move { Move(from: to, to: from) }
  }

  /// The same differences, with `swapped` for `moved` where two make a pair.
  static func marked(_ differences: [Difference]) -> [Difference] {
    // Of those that made the same way the first two: a member is no pair with itself.
    var moved: [Move: [Difference]] = [:]
    for one in differences where one.kind == .moved {
      guard let move = move(of: one), moved[move, default: []].count < 2 else { continue }
      moved[move, default: []].append(one)
    }
    return differences.map { one in
      guard one.kind == .moved, let used = one.used, let own = one.other.first,
        let partners = move(of: one).flatMap({ moved[$0.back] }),
        let theirs = partners.first(where: { $0.used != used })?.other.first
      else { return one }
      return Difference(.swapped, used: used, other: [own, theirs])
    }
  }

  private static func move(of difference: Difference) -> Move? {
    guard let used = difference.used, let other = difference.other.first else { return nil }
    return Move(from: used.offset, to: other.offset)
  }
}

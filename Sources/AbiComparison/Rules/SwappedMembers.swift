// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Two members that exchanged their offsets, which is one mistake and not two.
enum SwappedMembers {
  /// The offset of a member, and its offset in the other layout.
  private struct Move: Hashable {
    let from, to: Int

    var back: Move { Move(from: to, to: from) }
  }

  /// The differences with `moved` replaced by `swapped` for each pair of members that exchanged
  /// their offsets.
  static func marked(_ differences: [Difference]) -> [Difference] {
    // Keep the first two differences for each move: a member must not be paired with itself.
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

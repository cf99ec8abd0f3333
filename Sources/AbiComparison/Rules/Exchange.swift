// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Two members that moved to one another's offset: one slip, not two.
enum Exchange {
  /// The same differences, with `swapped` for `moved` where two make a pair.
  static func marked(_ differences: [Difference]) -> [Difference] {
    let moved = differences.filter { $0.kind == .moved }
    return differences.map { one in
      guard one.kind == .moved, let partner = moved.first(where: { isPair(one, $0) }),
        let used = one.used, let own = one.other.first, let theirs = partner.other.first
      else { return one }
      return Difference(.swapped, used: used, other: [own, theirs])
    }
  }

  private static func isPair(_ one: Difference, _ other: Difference) -> Bool {
    guard let here = one.used, let there = other.used,
      let mine = one.other.first, let theirs = other.other.first
    else { return false }
    return here.offset == theirs.offset && there.offset == mine.offset && here != there
  }
}

// SPDX-License-Identifier: Apache-2.0

/// One name for several members that are completely inside it, or for a part of an array; unless
/// the used layout has members of its own there, or the member is too small for the aggregate with
/// its name.
enum SameBorders: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    guard pair.agreeing(beside: used).allSatisfy({ pair.shareUnion($0, used) }) else { return nil }
    let beneath = pair.beneath(used)
    let own = pair.other.filter { $0.path.hasPrefix(used.path + ".") }
    guard own.allSatisfy({ used.bits.clamped(to: $0.bits) == $0.bits }) else { return nil }
    return covers(used, beneath) || isPart(used, of: beneath)
      ? .differs(.renamed, used, beneath) : nil
  }

  /// Whether it starts and ends with members, and does not cut any.
  private static func covers(_ used: PlacedMember, _ beneath: [PlacedMember]) -> Bool {
    beneath.contains { $0.bits.lowerBound == used.bits.lowerBound }
      && beneath.contains { $0.bits.upperBound == used.bits.upperBound }
      && beneath.allSatisfy {
        used.bits.lowerBound <= $0.bits.lowerBound && $0.bits.upperBound <= used.bits.upperBound
      }
  }

  private static func isPart(_ used: PlacedMember, of beneath: [PlacedMember]) -> Bool {
    beneath.contains {
      $0.isArray && $0.bits.lowerBound <= used.bits.lowerBound
        && used.bits.upperBound <= $0.bits.upperBound
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

/// A new name in a union: the used layout has another member there, in the same named union or at
/// the same offset, that the other layout has in the same place.
enum NewArm: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    let isArm = pair.agreeing(beside: used).contains { $0.sharesUnion(with: used) }
    return isArm ? .differs(.alternative, used, pair.beneath(used)) : nil
  }
}

extension LayoutPair {
  /// The used layout's other members in the same place that the other layout has there too.
  func agreeing(beside member: PlacedMember) -> [PlacedMember] {
    beside(member).filter { counterpart(of: $0)?.bits == $0.bits }
  }
}

extension PlacedMember {
  /// Arms of an anonymous union begin together; those of a named one share its name.
  func sharesUnion(with other: PlacedMember) -> Bool {
    bits.lowerBound == other.bits.lowerBound
      || path.contains(".") && outermost == other.outermost
  }

  /// The structure's own member that it is in.
  private var outermost: Substring { path.prefix { $0 != "." } }
}
